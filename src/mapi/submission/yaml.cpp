#include "mapi/submission/yaml.hpp"

#include <corogql/mapi/error.hpp>

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace corogql::mapi::detail {

namespace {

/// The most values of a document, because aliases may repeat what they name again and again.
constexpr std::size_t most_values = 1'000'000;
constexpr int deepest = 100;

[[noreturn]] void refuse(const std::string& what, const YAML::Mark& where) {
    throw config_error("the YAML cannot be read: line " + std::to_string(where.line + 1) + ", column " +
                       std::to_string(where.column + 1) + ": " + what);
}

/// Takes pieces off the front of a text.
class cursor {
public:
    explicit cursor(std::string_view text) : rest_(text) {}

    bool at_end() const noexcept { return rest_.empty(); }
    bool one_of(std::string_view characters) {
        if (rest_.empty() || characters.find(rest_.front()) == characters.npos) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool word(std::string_view wanted) {
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(wanted.size());
        return true;
    }
    /// Takes as many of `characters` as there are, and returns how many they were.
    std::size_t many(std::string_view characters) {
        const auto size = std::min(rest_.find_first_not_of(characters), rest_.size());
        rest_.remove_prefix(size);
        return size;
    }

private:
    std::string_view rest_;
};

constexpr std::string_view decimal = "0123456789";
constexpr std::string_view decimal_and_gaps = "0123456789_";

/// YAML 1.1's regular expressions for a plain scalar stand here as code.
namespace resolver {

bool is_null(std::string_view text) {
    return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

std::optional<bool> find_bool(std::string_view text) {
    for (const auto* word : {"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})
        if (text == word) return true;
    for (const auto* word : {"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})
        if (text == word) return false;
    return std::nullopt;
}

/// Takes parts such as :59:59.
bool take_sixties(cursor& at) {
    bool any = false;
    for (; at.one_of(":"); any = true) {
        const bool tens = at.one_of("012345");
        if (!at.one_of(decimal) && !tens) return false;
    }
    return any;
}

bool take_exponent(cursor& at) { return !at.one_of("eE") || (at.one_of("-+") && at.many(decimal) > 0); }

bool is_integer(std::string_view text) {
    cursor at(text);
    at.one_of("-+");
    if (at.word("0b")) return at.many("01_") > 0 && at.at_end();
    if (at.word("0x")) return at.many("0123456789abcdefABCDEF_") > 0 && at.at_end();
    if (at.one_of("0")) return at.many("01234567_"), at.at_end();
    if (!at.one_of(decimal)) return false;
    at.many(decimal_and_gaps);
    return at.at_end() || (take_sixties(at) && at.at_end());
}

bool is_float(std::string_view text) {
    cursor at(text);
    const bool sign = at.one_of("-+");
    if (at.word(".inf") || at.word(".Inf") || at.word(".INF")) return at.at_end();
    if (at.one_of(".")) {
        if (sign) return false;
        if (at.word("nan") || at.word("NaN") || at.word("NAN")) return at.at_end();
        return at.one_of(decimal) && (at.many(decimal_and_gaps), take_exponent(at)) && at.at_end();
    }
    if (!at.one_of(decimal)) return false;
    at.many(decimal_and_gaps);
    const bool clock = take_sixties(at);
    if (!at.one_of(".")) return false;
    at.many(decimal_and_gaps);
    return (clock || take_exponent(at)) && at.at_end();
}

bool is_time(std::string_view text) {
    cursor at(text);
    if (at.many(decimal) != 4 || !at.one_of("-")) return false;
    const auto month = at.many(decimal);
    if (month < 1 || month > 2 || !at.one_of("-")) return false;
    const auto day = at.many(decimal);
    if (day < 1 || day > 2) return false;
    if (at.at_end()) return month == 2 && day == 2;
    if (!at.one_of("Tt") && at.many(" \t") == 0) return false;
    const auto hour = at.many(decimal);
    if (hour < 1 || hour > 2 || !at.one_of(":") || at.many(decimal) != 2 || !at.one_of(":") || at.many(decimal) != 2)
        return false;
    if (at.one_of(".")) at.many(decimal);
    at.many(" \t");
    if (at.at_end() || at.one_of("Z")) return at.at_end();
    if (!at.one_of("-+")) return false;
    const auto zone = at.many(decimal);
    if (at.one_of(":")) return zone >= 1 && zone <= 2 && at.many(decimal) == 2 && at.at_end();
    return zone >= 1 && zone <= 4 && at.at_end();
}

/// Reads a number; beyond all doubles it is an infinity, or zero.
double to_double(std::string_view digits) {
    double value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec != std::errc::result_out_of_range) return value;
    const auto exponent = digits.find_first_of("eE");
    const bool small = exponent == digits.npos ? digits.find_first_of("123456789") > digits.find('.')
                                               : digits.substr(exponent + 1).starts_with('-');
    return small ? 0 : std::numeric_limits<double>::infinity();
}

/// Reads a number in base sixty: 1:30:00 is 5400.
template <class Number>
double in_base_sixty(std::string_view digits, Number last) {
    double total = 0;
    for (auto colon = digits.find(':'); colon != std::string_view::npos; colon = digits.find(':')) {
        total = total * 60 + to_double(digits.substr(0, colon));
        digits.remove_prefix(colon + 1);
    }
    return total * 60 + last(digits);
}

json::value read_integer(std::string text) {
    std::erase(text, '_');
    const bool negative = text.front() == '-';
    std::string_view digits = text;
    if (negative || digits.front() == '+') digits.remove_prefix(1);
    int base = 10;
    if (digits.starts_with("0b"))
        base = 2, digits.remove_prefix(2);
    else if (digits.starts_with("0x"))
        base = 16, digits.remove_prefix(2);
    else if (digits.size() > 1 && digits.front() == '0')
        base = 8, digits.remove_prefix(1);
    double rough = 0;
    if (digits.find(':') != std::string_view::npos) {
        rough = in_base_sixty(digits, &to_double);
    } else {
        std::uint64_t exact = 0;
        const auto* const end = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), end, exact, base);
        if (read.ec == std::errc()) {
            if (!negative && exact > std::uint64_t(std::numeric_limits<std::int64_t>::max())) return exact;
            if (exact <= std::uint64_t(std::numeric_limits<std::int64_t>::max()))
                return negative ? -static_cast<std::int64_t>(exact) : static_cast<std::int64_t>(exact);
        }
        for (const char digit : digits) // longer than 64 bits
            rough = rough * base + (digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10);
    }
    if (negative) rough = -rough;
    constexpr double exact_up_to = 9007199254740992.0;
    if (std::abs(rough) <= exact_up_to) return static_cast<std::int64_t>(rough);
    return rough;
}

double read_float(std::string text) {
    std::erase(text, '_');
    const bool negative = text.front() == '-';
    std::string_view digits = text;
    if (negative || digits.front() == '+') digits.remove_prefix(1);
    double value = 0;
    if (digits.size() == 4 && (digits[1] == 'i' || digits[1] == 'I'))
        value = std::numeric_limits<double>::infinity();
    else if (digits.size() == 4 && (digits[1] == 'n' || digits[1] == 'N'))
        value = std::numeric_limits<double>::quiet_NaN();
    else
        value = in_base_sixty(digits, &to_double);
    return negative ? -value : value;
}

} // namespace resolver

class reader {
public:
    json::value read(const YAML::Node& node, int depth = 0) {
        if (depth > deepest) refuse("it is nested more than " + std::to_string(deepest) + " deep", node.Mark());
        if (++values_ > most_values) refuse("it has more than a million values, aliases included", node.Mark());
        switch (node.Type()) {
        case YAML::NodeType::Undefined:
        case YAML::NodeType::Null: return nullptr;
        case YAML::NodeType::Scalar: return scalar(node);
        case YAML::NodeType::Map: return mapping(node, depth);
        case YAML::NodeType::Sequence: break;
        }
        json::array items;
        for (const auto& item : node) items.push_back(read(item, depth + 1));
        return items;
    }

private:
    static json::value scalar(const YAML::Node& node) {
        const auto& text = node.Scalar();
        const auto& tag = node.Tag();
        if (tag == "!" || tag == "tag:yaml.org,2002:str") return json::string(text);
        if (tag != "?" && !tag.empty() && !tag.starts_with("tag:yaml.org,2002:"))
            refuse("the tag " + tag + " is not known", node.Mark());
        if (resolver::is_null(text)) return nullptr;
        if (const auto truth = resolver::find_bool(text)) return *truth;
        if (resolver::is_integer(text)) return resolver::read_integer(text);
        if (resolver::is_float(text)) return resolver::read_float(text);
        return json::string(text);
    }

    json::value mapping(const YAML::Node& node, int depth) {
        json::object members, merged;
        for (const auto& entry : node) {
            if (!entry.first.IsScalar() && !entry.first.IsNull()) refuse("a key must be a text", entry.first.Mark());
            const auto key = entry.first.IsNull() ? std::string("null") : entry.first.Scalar();
            auto value = read(entry.second, depth + 1);
            if (key == "<<" && entry.first.Tag() != "!")
                merge(std::move(value), merged, entry.second.Mark());
            else
                members[key] = std::move(value);
        }
        for (auto& [key, value] : merged)
            if (!members.contains(key)) members[key] = std::move(value);
        return members;
    }

    /// Merges mappings into one; of several mappings the first one wins.
    static void merge(json::value from, json::object& into, const YAML::Mark& where) {
        json::array several;
        if (from.is_object())
            several.push_back(std::move(from));
        else if (from.is_array())
            several = std::move(from.get_array());
        else
            refuse("<< merges mappings only", where);
        for (auto& each : several) {
            if (!each.is_object()) refuse("<< merges mappings only", where);
            for (auto& [key, value] : each.get_object())
                if (!into.contains(key)) into[key] = std::move(value);
        }
    }

    std::size_t values_ = 0;
};

/// Whether the text has characters that YAML folds, hides or forbids where they stand as they are.
bool has_odd_characters(std::string_view text) {
    for (const auto* odd : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF"})
        if (text.find(odd) != text.npos) return true;
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return (c < ' ' && c != '\n') || c == 0x7F; });
}

/// Whether the text can be a block: one is read again as it is where it ends with one line end, and begins with
/// something.
bool fits_block(std::string_view text) {
    return text.size() > 1 && text.ends_with('\n') && text[text.size() - 2] != '\n' && text.front() != ' ' &&
           text.front() != '\n' && !has_odd_characters(text);
}

void write_text(YAML::Emitter& out, const std::string& text, bool key = false) {
    const bool lines = text.find('\n') != std::string::npos;
    if (lines && !key && fits_block(text))
        out << YAML::Literal;
    else if (has_odd_characters(text))
        out << YAML::DoubleQuoted << YAML::EscapeNonAscii;
    else if (lines || needs_quotes(text))
        out << YAML::DoubleQuoted;
    out << text;
}

void write(YAML::Emitter& out, const json::value& value) {
    switch (value.kind()) {
    case json::kind::null: out << YAML::Null; break;
    case json::kind::bool_: out << value.get_bool(); break;
    case json::kind::int64: out << value.get_int64(); break;
    case json::kind::uint64: out << value.get_uint64(); break;
    case json::kind::double_: {
        // With a point, and digits enough for the same number to be read again.
        char text[40];
        const auto end = std::to_chars(text, text + sizeof text, value.get_double()).ptr;
        std::string number(text, end);
        if (std::isfinite(value.get_double()) && number.find('.') == std::string::npos) {
            const auto exponent = number.find('e');
            number.insert(exponent == std::string::npos ? number.size() : exponent, ".0");
        }
        out << number;
        break;
    }
    case json::kind::string: write_text(out, std::string(value.get_string())); break;
    case json::kind::array:
        out << YAML::BeginSeq;
        for (const auto& item : value.get_array()) write(out, item);
        out << YAML::EndSeq;
        break;
    case json::kind::object:
        out << YAML::BeginMap;
        for (const auto& [name, member] : value.get_object()) {
            out << YAML::Key;
            write_text(out, std::string(name), true);
            out << YAML::Value;
            write(out, member);
        }
        out << YAML::EndMap;
        break;
    }
}

} // namespace

bool needs_quotes(std::string_view text) {
    return resolver::is_null(text) || resolver::find_bool(text) || resolver::is_integer(text) ||
           resolver::is_float(text) || resolver::is_time(text) || text == "=" || text == "<<";
}

json::value parse_yaml(std::string_view text) {
    try {
        return reader().read(YAML::Load(std::string(text)));
    } catch (const YAML::Exception& bad) {
        refuse(bad.msg, bad.mark);
    }
}

std::string to_yaml(const json::value& value) {
    YAML::Emitter out;
    write(out, value);
    return std::string(out.c_str()) + "\n";
}

} // namespace corogql::mapi::detail
