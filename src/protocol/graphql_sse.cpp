#include "protocol/graphql_sse.hpp"

#include "protocol/operation_id.hpp"
#include "protocol/query_string.hpp"
#include "values/header_text.hpp"
#include "values/json_scanner.hpp"
#include "values/text.hpp"
#include "values/utf8.hpp"

#include <corogql/error.hpp>

namespace corogql::protocol {

namespace {

using sse_type = sse_message::type;

sse_type sse_type_of(std::string_view name, bool lenient) {
    if (name == "next" || (lenient && name == "message")) return sse_type::next;
    if (name == "complete") return sse_type::complete;
    return sse_type::ignored;
}

error malformed_event(std::string_view problem, std::string_view data) {
    return error(error_kind::protocol, "an event of the stream " + std::string(problem))
        .phase(error_phase::stream)
        .possibly_executed(true)
        .body_excerpt(data);
}

/// {"id":…,"payload":…}, in any order and with others beside them.
void read_sse_envelope(detail::json_scanner& scanner, sse_message& message) {
    scanner.object([&](std::string_view key, detail::json_scanner& at) {
        if (key == "payload" && at.peek() == '{') {
            message.result = read_result_text(at);
            return;
        }
        const auto value = at.value();
        if (key == "payload") message.result = {};
        if (key == "id") message.id = read_operation_id(detail::between_quotes(value).value_or(""));
    });
}

} // namespace

sse_message read_sse_message(sse_mode mode, const server_sent_event& event, unsigned max_depth, bool lenient) {
    sse_message message;
    if (event.what == server_sent_event::kind::comment) return message;
    message.kind = sse_type_of(event.type, lenient);
    if (message.kind == sse_type::ignored) return message;
    if (message.kind == sse_type::complete && mode == sse_mode::distinct) return message;
    if (!detail::is_utf8(event.data)) throw malformed_event("is not UTF-8", event.data);
    try {
        detail::json_scanner scanner(event.data, max_depth);
        if (mode == sse_mode::distinct)
            message.result = read_result_text(scanner);
        else
            read_sse_envelope(scanner, message);
        scanner.finish();
    } catch (const detail::json_syntax_error& bad) {
        throw malformed_event(std::string("is not a JSON object: ") + bad.what(), event.data);
    }
    if (mode == sse_mode::single && message.id == 0) return {};
    return message;
}

std::string read_event_stream_token(std::string_view body) {
    const auto token = detail::trim(body);
    if (token.empty() || !detail::is_field_value(token))
        throw error(error_kind::protocol, "the answer to the reservation of an event stream is no token")
            .phase(error_phase::receive);
    return std::string(token);
}

std::string to_reserved_payload(const payload_parts& parts, std::uint64_t id) {
    auto extensions = parts.extensions;
    extensions["operationId"] = std::to_string(id);
    return to_payload({parts.document, parts.operation_name, parts.variables, extensions, parts.empty_variables, parts.numbers});
}

std::string stop_target(std::string_view target, std::uint64_t id) {
    std::string result(target);
    append_parameter(result, "operationId", std::to_string(id));
    return result;
}

} // namespace corogql::protocol
