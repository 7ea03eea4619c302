#include "values/json/number_texts.hpp"

#include "values/json/builder.hpp"
#include "values/json/scanner.hpp"

#include <iterator>
#include <limits>
#include <utility>

namespace corogql::detail {

namespace {

class number_finder {
public:
    number_finder(std::string pointer, std::map<std::string, std::string, std::less<>>& found)
        : pointer_(std::move(pointer)), found_(found) {}

    void take(json_scanner& at) {
        std::size_t index = 0;
        switch (at.peek()) {
        case '{': return at.object([&](std::string_view key, json_scanner& inner) { take_at(key, inner); });
        case '[': return at.array([&](json_scanner& inner) { take_at(std::to_string(index++), inner); });
        case '"':
        case 't':
        case 'f':
        case 'n': at.value(); return;
        default: take_number(at.number());
        }
    }

private:
    void take_at(std::string_view name, json_scanner& inner) {
        const auto size = pointer_.size();
        append_pointer_name(pointer_, name);
        take(inner);
        pointer_.resize(size);
    }

    /// Keeps the text of a number that its value does not keep. Of a member that comes twice the last one counts, as it
    /// does for values.
    void take_number(std::string_view text) {
        const auto value = read_number(text);
        const bool kept = value.is_int64()    ? std::to_string(value.get_int64()) == text
                          : value.is_uint64() ? std::to_string(value.get_uint64()) == text
                                              : false;
        if (!kept) found_.insert_or_assign(pointer_, std::string(text));
    }

    std::string pointer_;
    std::map<std::string, std::string, std::less<>>& found_;
};

/// Whether a number of the text, which is JSON, may say more than its value does: nearly no text has one.
bool may_say_more(std::string_view text) noexcept {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"') {
            for (++at; text[at] != '"'; ++at) at += text[at] == '\\';
        } else if (text[at] == '-' || is_digit(text[at])) {
            const bool negative = text[at] == '-';
            const auto begin = at += negative;
            while (at < text.size() && is_digit(text[at])) ++at;
            constexpr std::size_t always_exact = 18;
            if (at - begin > always_exact || (negative && text[begin] == '0')) return true;
            if (at < text.size() && (text[at] == '.' || text[at] == 'e' || text[at] == 'E')) return true;
        }
    }
    return false;
}

} // namespace

void number_texts::set(std::string_view pointer, std::string_view text) {
    for (auto at = texts_.lower_bound(pointer); at != texts_.end() && at->first.starts_with(pointer);) {
        const bool within = at->first.size() == pointer.size() || at->first[pointer.size()] == '/';
        at = within ? texts_.erase(at) : std::next(at);
    }
    json_scanner scanner(text, std::numeric_limits<unsigned>::max()); // its depth was judged when it was parsed
    number_finder(std::string(pointer), texts_).take(scanner);
}

const std::string* number_texts::find(std::string_view pointer, const json::value& number) const {
    const auto known = texts_.find(pointer);
    return known != texts_.end() && read_number(known->second) == number ? &known->second : nullptr;
}

std::shared_ptr<const number_texts> number_texts::with(std::shared_ptr<const number_texts> known,
                                                       std::string_view pointer, std::string_view text) {
    if (!known && !may_say_more(text)) return nullptr;
    auto more = known ? std::make_shared<number_texts>(*known) : std::make_shared<number_texts>();
    more->set(pointer, text);
    return more->texts_.empty() ? nullptr : more;
}

void append_pointer_name(std::string& pointer, std::string_view name) {
    pointer += '/';
    for (const char c : name)
        if (c == '~' || c == '/')
            pointer.append(c == '~' ? "~0" : "~1");
        else
            pointer += c;
}

std::string pointer_of_path(std::string_view dotted) {
    std::string pointer;
    while (true) {
        const auto dot = dotted.find('.');
        append_pointer_name(pointer, dotted.substr(0, dot));
        if (dot == dotted.npos) return pointer;
        dotted.remove_prefix(dot + 1);
    }
}

} // namespace corogql::detail
