#include <corogql/mapi/paginated_object_list.hpp>
#include <corogql/mapi/response.hpp>

#include "values/text/utf8.hpp"

namespace corogql::mapi {

namespace detail {

void throw_malformed(const mapi_response& answer, std::string_view problem) {
    constexpr std::size_t shown = 512;
    const std::string_view text = answer.result.text();
    std::string message = "Internal Server Error: Malformed response data raised " + std::string(problem) +
                          ". Response received: " + std::string(corogql::detail::utf8_prefix(text, shown));
    if (text.size() > shown) message += "…";
    throw mapi_error(500, std::move(message));
}

void throw_not_single(std::size_t items) {
    throw mapi_error(500, items == 0 ? "Request returned no items, but expected 1"
                                     : "Request returned " + std::to_string(items) + " items, but expected 1");
}

const json::value& response_value(const mapi_response& answer) {
    const json::value* data = nullptr;
    try {
        data = &answer.result.data();
    } catch (const error& undecodable) {
        throw_malformed(answer, undecodable.what());
    }
    const auto* object = data->if_object();
    if (!object) throw_malformed(answer, "data: expected an object");
    const auto* value = object->if_contains(answer.asked.function());
    if (!value) throw_malformed(answer, "data." + answer.asked.function() + ": is missing");
    return *value;
}

const json::array& response_list(const mapi_response& answer) {
    const auto* list = response_value(answer).if_array();
    if (!list) throw_malformed(answer, "data." + answer.asked.function() + ": expected a list");
    return *list;
}

list_page response_page(const mapi_response& answer) {
    const std::string path = "data." + answer.asked.function();
    const auto* object = response_value(answer).if_object();
    if (!object) throw_malformed(answer, path + ": expected an object");
    list_page page;
    bool tells_next = false;
    for (const auto& [name, value] : *object) {
        if (name == "__typename") continue;
        if (name == "cursor") {
            if (const auto* text = value.if_string()) page.cursor.assign(text->data(), text->size());
        } else if (name == "hasNextPage") {
            if (!value.is_bool()) throw_malformed(answer, path + ".hasNextPage: expected a boolean");
            page.has_next_page = value.get_bool();
            tells_next = true;
        } else {
            if (page.items) throw_malformed(answer, path + ": has several lists");
            page.items = value.if_array();
            if (!page.items) throw_malformed(answer, path + "." + std::string(name) + ": expected a list");
        }
    }
    if (!page.items) throw_malformed(answer, path + ": has no list");
    if (!tells_next) throw_malformed(answer, path + ".hasNextPage: is missing");
    if (page.has_next_page && page.cursor.empty()) throw_malformed(answer, path + ".cursor: is missing");
    if (!page.has_next_page) page.cursor.clear();
    return page;
}

} // namespace detail

operation operation_for_page(const operation& asked, const std::string& cursor, std::optional<std::int64_t> limit) {
    auto next = asked;
    auto variables = asked.variables();
    if (variables.empty() || !variables.begin()->value().is_object())
        throw error(error_kind::usage, "a paginated operation needs a first variable that is an object");
    auto& filter = variables.begin()->value().get_object();
    filter["cursor"] = cursor;
    if (limit) filter["limit"] = *limit;
    next.variables(variables);
    return next;
}

} // namespace corogql::mapi
