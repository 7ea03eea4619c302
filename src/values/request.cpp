#include <corogql/request.hpp>

#include "values/json/builder.hpp"
#include "values/json/number_texts.hpp"

#include <corogql/error.hpp>

namespace corogql {

namespace {

json::value read_variable(std::string_view text, const std::string& name) {
    std::string problem;
    auto value = detail::parse_json(text, problem);
    if (!value) throw error(error_kind::usage, name + " is not JSON: " + problem);
    return std::move(*value);
}

} // namespace

request& request::variables_json(detail::text_argument text) {
    auto value = read_variable(text, "the text of the variables");
    if (!value.is_object()) throw error(error_kind::usage, "the text of the variables is not a JSON object");
    variables_ = std::move(value.get_object());
    numbers_ = detail::number_texts::with(nullptr, "", text);
    return *this;
}

request& request::variable_json(detail::text_argument variable, detail::text_argument text) {
    const std::string_view name = variable;
    variables_.insert_or_assign(name, read_variable(text, "variable `" + std::string(name) + '`'));
    std::string pointer;
    detail::append_pointer_name(pointer, name);
    numbers_ = detail::number_texts::with(std::move(numbers_), pointer, text);
    return *this;
}

json::object detail::to_variables(json::value encoded) {
    if (auto* const object = encoded.if_object()) return std::move(*object);
    throw error(error_kind::usage, "variables must be a struct or a map, which name them");
}

} // namespace corogql
