#include "testing/graphql/inspect.hpp"

#include "language/number_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace corogql::testing {

namespace {

constexpr std::size_t most_items_shown = 10;
constexpr unsigned most_levels = 2;

std::string inspected(const json::value& value, unsigned level);

std::string shown_list(const json::array& items, unsigned level) {
    if (items.empty()) return "[]";
    if (level >= most_levels) return "[Array]";
    std::string text = "[";
    for (std::size_t i = 0; i < items.size() && i < most_items_shown; ++i)
        text += (i == 0 ? "" : ", ") + inspected(items[i], level + 1);
    if (items.size() == most_items_shown + 1) text += ", ... 1 more item";
    if (items.size() > most_items_shown + 1)
        text += ", ... " + std::to_string(items.size() - most_items_shown) + " more items";
    return text + ']';
}

std::string shown_object(const json::object& members, unsigned level) {
    if (members.empty()) return "{}";
    if (level >= most_levels) return "[Object]";
    std::string text = "{ ";
    for (const auto& [name, value] : members) {
        if (text.size() > 2) text += ", ";
        text.append(name.data(), name.size()).append(": ").append(inspected(value, level + 1));
    }
    return text + " }";
}

std::string inspected(const json::value& value, unsigned level) {
    if (const auto* items = value.if_array()) return shown_list(*items, level);
    if (const auto* members = value.if_object()) return shown_object(*members, level);
    if (const auto* number = value.if_double()) return language::number_text(*number);
    return json::serialize(value);
}

} // namespace

std::string inspect(const json::value& value) { return inspected(value, 0); }

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

} // namespace corogql::testing
