#include "protocol/http/get_target.hpp"

#include "protocol/graphql/json_writer.hpp"
#include "protocol/http/query_string.hpp"
#include "values/text/utf8.hpp"

namespace corogql::protocol {

get_target::get_target(std::string_view target, const payload_parts& parts) : target_(target), parts_(parts) {
    const bool given = !parts.variables.empty() || parts.empty_variables;
    bool fine =
        detail::is_utf8(parts.document) && detail::is_utf8(parts.document_id) && detail::is_utf8(parts.operation_name);
    if (given) fine = append_json(variables_, parts.variables, parts.numbers) && fine;
    if (!parts.extensions.empty()) fine = append_json(extensions_, parts.extensions) && fine;
    if (!fine) throw_unsendable(parts);
}

template <class OnParameter>
void get_target::each(OnParameter&& on_parameter) const {
    if (!parts_.document_id.empty())
        on_parameter("documentId", parts_.document_id);
    else if (parts_.with_document)
        on_parameter("query", parts_.document);
    if (!parts_.operation_name.empty()) on_parameter("operationName", parts_.operation_name);
    if (!variables_.empty()) on_parameter("variables", variables_);
    if (!extensions_.empty()) on_parameter("extensions", extensions_);
}

std::size_t get_target::size() const noexcept {
    auto size = target_.size();
    each([&](std::string_view name, std::string_view value) { size += parameter_size(name, value); });
    return size;
}

std::string get_target::text() const {
    std::string text;
    text.reserve(size());
    text += target_;
    each([&](std::string_view name, std::string_view value) { append_parameter(text, name, value); });
    return text;
}

} // namespace corogql::protocol
