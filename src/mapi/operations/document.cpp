#include "mapi/operations/document.hpp"

namespace corogql::mapi::detail {

operation make_operation(std::string_view kind, std::string_view title, std::string_view function,
                         std::initializer_list<input_variable> inputs, std::string_view selection) {
    std::string definitions, arguments;
    for (const auto& input : inputs) {
        const std::string_view separator = definitions.empty() ? "" : ", ";
        ((((definitions += separator) += '$') += input.name) += ": ") += input.type;
        (((arguments += separator) += input.name) += ": $") += input.name;
    }
    std::string text;
    (((text += kind) += ' ') += title) += '(';
    ((text += definitions) += ") { ") += function;
    ((text += '(') += arguments) += ')';
    if (!selection.empty()) ((text += " { ") += selection) += " }";
    text += " }";
    operation made(std::move(text), std::string(function));
    for (const auto& input : inputs)
        if (input.value) made.variable(input.name, *input.value);
    return made;
}

operation make_page(std::string_view title, std::string_view function, const input_variable& input,
                    std::string_view list, std::string_view selection) {
    std::string page = "cursor hasNextPage ";
    (((page += list) += " { ") += selection) += " }";
    return make_operation("query", title, function, {input}, page);
}

} // namespace corogql::mapi::detail
