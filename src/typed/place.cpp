#include "typed/place.hpp"

#include "values/json/scanner.hpp"
#include "values/text/utf8.hpp"

#include <limits>

namespace corogql::typed {

namespace {

constexpr auto no_limit = std::numeric_limits<unsigned>::max();

/// A place is a text that a value stands in, and where in it.
struct place {
    std::string_view text;
    std::size_t offset;

    /// Goes to the value of a member or item when the place is in it. Returns whether it is.
    bool enter(std::string_view part, std::size_t begin) {
        if (offset < begin || offset >= begin + part.size()) return false;
        text = part;
        offset -= begin;
        return true;
    }
};

bool enter_member(place& at, json::array& path) {
    detail::json_scanner scanner(at.text, no_limit); // the text was checked before
    bool found = false;
    scanner.object([&](std::string_view name, detail::json_scanner& value) {
        value.peek();
        const auto begin = value.offset();
        const auto part = value.value();
        if (found || !at.enter(part, begin)) return;
        found = true;
        path.emplace_back(json::string_view(name.data(), name.size()));
    });
    return found;
}

bool enter_item(place& at, json::array& path) {
    detail::json_scanner scanner(at.text, no_limit); // the text was checked before
    bool found = false;
    std::int64_t index = 0;
    scanner.array([&](detail::json_scanner& value) {
        value.peek();
        const auto begin = value.offset();
        const auto part = value.value();
        if (!found && at.enter(part, begin)) {
            found = true;
            path.emplace_back(index);
        }
        ++index;
    });
    return found;
}

json::array path_to(std::string_view text, std::size_t offset) {
    json::array path;
    place at{text, offset};
    while (at.offset > 0) {
        const char bracket = at.text.front();
        const bool deeper = bracket == '{' ? enter_member(at, path) : bracket == '[' ? enter_item(at, path) : false;
        if (!deeper) break;
    }
    return path;
}

std::string text_of(const json::array& path) {
    std::string text;
    for (const auto& step : path) {
        if (const auto* index = step.if_int64()) {
            text += '[' + std::to_string(*index) + ']';
            continue;
        }
        if (!text.empty()) text += '.';
        text.append(step.get_string().data(), step.get_string().size());
    }
    return text;
}

} // namespace

std::string excerpt(std::string_view value) {
    if (value.starts_with('{')) return "an object";
    if (value.starts_with('[')) return "a list";
    const auto shown = detail::utf8_prefix(value, 40);
    return std::string(shown) + (shown.size() < value.size() ? "…" : "");
}

void fail_at(std::string_view text, std::size_t offset, std::string_view problem, bool of_null) {
    auto path = path_to(text, offset);
    auto shown = text_of(path);
    throw detail::decode_failure(std::move(shown), std::move(path), problem, of_null);
}

void fail_below(std::string_view text, std::size_t offset, std::string_view name, std::string_view problem) {
    auto path = path_to(text, offset);
    path.emplace_back(json::string_view(name.data(), name.size()));
    auto shown = text_of(path);
    throw detail::decode_failure(std::move(shown), std::move(path), problem, false);
}

} // namespace corogql::typed
