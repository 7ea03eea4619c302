#include "testing/graphql/mock_leaf.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <charconv>
#include <chrono>
#include <initializer_list>
#include <string>

namespace corogql::testing {

namespace {

using words = std::initializer_list<const char*>;

constexpr std::string_view first_names[]{"Ada", "Alan", "Barbara", "Edsger", "Frances", "Grace", "Katherine", "Ken"};
constexpr std::string_view last_names[]{"Allen",  "Dijkstra", "Hopper",   "Johnson",
                                        "Liskov", "Lovelace", "Thompson", "Turing"};
constexpr std::string_view adjectives[]{"amber", "brisk", "calm", "distant", "early", "gentle", "quiet", "silver"};
constexpr std::string_view nouns[]{"harbour", "lantern", "meadow", "mountain", "orchard", "river", "signal", "window"};
constexpr std::string_view cities[]{"Bergen", "Kyoto", "Lisbon", "Lyon", "Montreal", "Nairobi", "Turin", "Wellington"};
constexpr std::string_view countries[]{"Canada", "France", "Italy", "Japan", "Kenya", "New Zealand", "Norway", "Spain"};
constexpr std::string_view colours[]{"black", "blue", "green", "orange", "purple", "red", "white", "yellow"};
constexpr std::string_view currencies[]{"AUD", "CAD", "CHF", "EUR", "GBP", "JPY", "NOK", "USD"};
constexpr std::string_view languages[]{"de", "en", "es", "fr", "it", "ja", "nb", "pt"};

std::string lower(std::string_view text) {
    std::string result(text);
    for (auto& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

/// The random choices that make one value.
class dice {
public:
    explicit dice(std::uint64_t chance) : state_(chance) {}

    std::uint64_t next() { return state_ = spread(state_ + 1); }
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(most - least + 1));
    }
    std::string one_of(const std::string_view (&all)[8]) { return std::string(all[next() % 8]); }

private:
    std::uint64_t state_;
};

/// Returns a number with zeros before it, so many digits at least.
std::string padded(std::uint64_t number, std::size_t digits, int base = 10) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, number, base).ptr;
    const auto size = static_cast<std::size_t>(end - text);
    return std::string(size < digits ? digits - size : 0, '0').append(text, end);
}

bool has(std::string_view name, words parts) {
    for (const std::string_view part : parts)
        if (name.find(part) != std::string_view::npos) return true;
    return false;
}

bool is(std::string_view name, words all) {
    for (const std::string_view one : all)
        if (name == one) return true;
    return false;
}

std::string two_words(dice& roll) {
    auto text = roll.one_of(adjectives);
    return text + ' ' + roll.one_of(nouns);
}

std::string capital(std::string text) {
    if (text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

std::string person(dice& roll) {
    auto text = roll.one_of(first_names);
    return text + ' ' + roll.one_of(last_names);
}

std::string sentence(dice& roll) {
    auto text = "The " + two_words(roll);
    text += " is near the ";
    return text + two_words(roll) + '.';
}

std::string date(dice& roll) {
    using namespace std::chrono;
    const year_month_day day(sys_days(year(2020) / January / 1) + days(roll.between(0, 1825)));
    return std::to_string(static_cast<int>(day.year())) + '-' + padded(static_cast<unsigned>(day.month()), 2) + '-' +
           padded(static_cast<unsigned>(day.day()), 2);
}

std::string time_of_day(dice& roll) {
    const auto second = static_cast<std::uint64_t>(roll.between(0, 86399));
    return padded(second / 3600, 2) + ':' + padded(second / 60 % 60, 2) + ':' + padded(second % 60, 2);
}

std::string date_time(dice& roll) {
    const auto day = date(roll);
    return day + 'T' + time_of_day(roll) + 'Z';
}

std::string slug(dice& roll) {
    auto text = roll.one_of(adjectives);
    text += '-' + roll.one_of(nouns);
    return text + '-' + std::to_string(roll.between(1, 99));
}

std::string uuid(dice& roll) {
    const auto high = roll.next(), low = roll.next();
    return padded(high >> 32, 8, 16) + '-' + padded(high >> 16 & 0xFFFF, 4, 16) + "-4" + padded(high & 0xFFF, 3, 16) +
           '-' + padded((low >> 48 & 0x3FFF) | 0x8000, 4, 16) + '-' + padded(low & 0xFFFFFFFFFFFF, 12, 16);
}

std::string url(dice& roll) { return "https://example.com/" + slug(roll); }
std::string email(dice& roll) {
    auto name = roll.one_of(first_names);
    return lower(name + '.' + roll.one_of(last_names)) + "@example.com";
}

/// Whether a name ends as names of times do: `createdAt`, `created_at`.
bool says_when(std::string_view field) {
    return field.ends_with("At") || field.ends_with("_at") || has(lower(field), {"timestamp", "datetime"});
}

std::string make_text(std::string_view type, std::string_view written, dice& roll) {
    const auto field = lower(written);
    if (has(field, {"email"})) return email(roll);
    if (has(field, {"url", "uri", "href", "link", "website", "avatar"})) return url(roll);
    if (says_when(written)) return date_time(roll);
    if (has(field, {"date", "birthday"})) return date(roll);
    if (has(field, {"firstname", "first_name", "givenname"})) return roll.one_of(first_names);
    if (has(field, {"lastname", "last_name", "surname", "familyname"})) return roll.one_of(last_names);
    if (has(field, {"username", "login", "handle", "slug", "key"})) return slug(roll);
    if (has(field, {"author", "owner", "fullname", "displayname"})) return person(roll);
    if (is(field, {"name"}) &&
        has(lower(type), {"user", "person", "author", "customer", "member", "owner", "employee"}))
        return person(roll);
    if (has(field, {"phone"})) return "+1-555-01" + padded(roll.next() % 100, 2);
    if (has(field, {"city", "town", "place", "location"})) return roll.one_of(cities);
    if (has(field, {"country"})) return roll.one_of(countries);
    if (has(field, {"street", "address"})) return std::to_string(roll.between(1, 99)) + " Harbour Road";
    if (has(field, {"postcode", "zip"})) return padded(roll.next() % 100000, 5);
    if (has(field, {"colour", "color"})) return roll.one_of(colours);
    if (has(field, {"currency"})) return roll.one_of(currencies);
    if (has(field, {"language", "locale"})) return roll.one_of(languages);
    if (has(field, {"version"}))
        return std::to_string(roll.next() % 10) + '.' + std::to_string(roll.next() % 20) + '.' +
               std::to_string(roll.next() % 10);
    if (has(field, {"uuid", "guid"})) return uuid(roll);
    if (has(field, {"sha", "hash", "token", "cursor"})) return padded(roll.next(), 16, 16);
    if (has(field, {"path", "file"})) return '/' + slug(roll);
    if (has(field,
            {"description", "body", "text", "content", "bio", "summary", "message", "comment", "reason", "about"}))
        return sentence(roll);
    if (has(field, {"title", "name", "label", "subject"})) return capital(two_words(roll));
    return two_words(roll);
}

std::int64_t make_int(std::string_view written, dice& roll) {
    const auto field = lower(written);
    if (is(field, {"age"})) return roll.between(18, 90);
    if (has(field, {"year"})) return roll.between(1950, 2025);
    if (has(field, {"month"})) return roll.between(1, 12);
    if (has(field, {"percent"})) return roll.between(0, 100);
    if (has(field, {"rating", "stars", "priority", "level"})) return roll.between(1, 5);
    if (has(field, {"port"})) return roll.between(1024, 65535);
    return roll.between(0, 999);
}

double make_float(std::string_view written, dice& roll) {
    const auto field = lower(written);
    const auto hundredths = [&](std::int64_t least, std::int64_t most) {
        return static_cast<double>(roll.between(least * 100, most * 100)) / 100;
    };
    if (has(field, {"latitude"}) || is(field, {"lat"})) return hundredths(-90, 90);
    if (has(field, {"longitude"}) || is(field, {"lng", "lon"})) return hundredths(-180, 180);
    if (has(field, {"rating", "score"})) return hundredths(0, 5);
    if (has(field, {"ratio", "probability", "fraction"})) return hundredths(0, 1);
    return hundredths(0, 1000);
}

/// Scalars of a schema's own are known by their names, or else are texts.
json::value make_custom(std::string_view written, const leaf_place& where, dice& roll) {
    const auto name = lower(written);
    if (has(name, {"datetime", "timestamp", "instant"})) return json::string(date_time(roll));
    if (has(name, {"date"})) return json::string(date(roll));
    if (has(name, {"duration"})) return json::string("PT" + std::to_string(roll.between(1, 90)) + 'M');
    if (has(name, {"time"})) return json::string(time_of_day(roll));
    if (has(name, {"url", "uri"})) return json::string(url(roll));
    if (has(name, {"email"})) return json::string(email(roll));
    if (has(name, {"uuid", "guid"})) return json::string(uuid(roll));
    if (has(name, {"json", "map", "any"})) return json::object{{"key", json::string(two_words(roll))}};
    if (has(name, {"decimal", "money"}))
        return json::string(std::to_string(roll.next() % 1000) + '.' + padded(roll.next() % 100, 2));
    if (has(name, {"int", "long", "short", "byte"})) return make_int(where.field, roll);
    if (has(name, {"float", "double"})) return make_float(where.field, roll);
    if (has(name, {"bool"})) return roll.next() % 2 == 0;
    return json::string(make_text(where.type, where.field, roll));
}

} // namespace

std::uint64_t spread(std::uint64_t number) noexcept {
    number += 0x9e3779b97f4a7c15;
    number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
    number = (number ^ number >> 27) * 0x94d049bb133111eb;
    return number ^ number >> 31;
}

json::value make_leaf(const language::type_definition& leaf, const leaf_place& where, std::uint64_t chance) {
    dice roll(chance);
    if (leaf.kind == language::type_kind::enumeration) {
        if (leaf.values.empty()) return nullptr;
        return json::string(leaf.values[roll.next() % leaf.values.size()].name.text);
    }
    const auto name = leaf.name.text;
    if (name == "String") return json::string(make_text(where.type, where.field, roll));
    if (name == "Int") return make_int(where.field, roll);
    if (name == "Float") return make_float(where.field, roll);
    if (name == "ID") return json::string(uuid(roll));
    // A client that walks all pages would never come to an end.
    if (name == "Boolean")
        return !has(lower(where.field), {"hasnext", "hasprevious", "hasmore"}) && roll.next() % 2 == 0;
    return make_custom(name, where, roll);
}

} // namespace corogql::testing
