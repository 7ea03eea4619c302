/// The documents of MAPI's operations are all of one form: `mutation Title($name: Type) { function(name: $name) {…} }`.
#pragma once

#include <corogql/mapi/operation.hpp>

#include <initializer_list>
#include <optional>

namespace corogql::mapi::detail {

namespace json = boost::json;

struct input_variable {
    std::string_view name;
    std::string_view type; ///< The type as the document declares it, such as "GetRunsInput!".
    /// The value of the variable, which is declared and not given where this is nullopt.
    std::optional<json::object> value;
};

/// Makes an operation. `selection` is empty for a function that answers with a scalar.
operation make_operation(std::string_view kind, std::string_view title, std::string_view function,
                         std::initializer_list<input_variable> inputs, std::string_view selection);

/// Makes an operation that reads a page of a list, whose `selection` becomes that of its items.
operation make_page(std::string_view title, std::string_view function, const input_variable& input,
                    std::string_view list, std::string_view selection);

} // namespace corogql::mapi::detail
