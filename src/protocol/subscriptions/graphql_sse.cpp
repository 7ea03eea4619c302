#include "protocol/subscriptions/graphql_sse.hpp"

#include "protocol/graphql/operation_id.hpp"
#include "protocol/http/query_string.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/json/scanner.hpp"
#include "values/text/ascii.hpp"
#include "values/text/header_text.hpp"
#include "values/text/utf8.hpp"

#include <corogql/error.hpp>

#include <memory>

namespace corogql::protocol {

namespace {

/// Returns whether servers give this name to what is only to show that they are there.
bool is_heartbeat_name(std::string_view name) {
    using namespace std::string_view_literals;
    for (const auto known : {"ping"sv, "heartbeat"sv, "keepalive"sv, "keep-alive"sv, "keep_alive"sv})
        if (name == known) return true;
    return false;
}

/// Returns whether there is nothing in the data, or an object without members.
bool says_nothing(std::string_view data) {
    data = detail::trim(data);
    return data.empty() || (data.starts_with('{') && data.ends_with('}') && detail::trim(data.substr(1)).size() == 1);
}

error malformed_event(std::string_view problem, std::string_view data) {
    return detailed_error(error_kind::protocol, "an event of the stream " + std::string(problem))
        .phase(error_phase::stream)
        .possibly_executed(true)
        .body_excerpt(data);
}

/// Reads `{"id":…,"payload":…}`, in any order and with other members beside them. Returns whether it names an
/// operation.
bool read_sse_envelope(detail::json_scanner& scanner, sse_message& message) {
    bool names_operation = false;
    scanner.object([&](std::string_view key, detail::json_scanner& at) {
        if (key == "payload" && at.peek() == '{') {
            message.result = read_result_text(at);
            return;
        }
        const auto value = at.value();
        if (key == "payload") message.result = {};
        if (key != "id") return;
        std::unique_ptr<std::string> own;
        const auto id = detail::text_of(value, own);
        names_operation = id && !id->empty();
        message.id = read_operation_id(id.value_or(""));
    });
    return names_operation;
}

void read_sse_data(sse_mode mode, std::string_view data, unsigned max_depth, sse_message& message) {
    if (!detail::is_utf8(data)) throw malformed_event("is not UTF-8", data);
    bool names_operation = true;
    try {
        detail::json_scanner scanner(data, max_depth);
        if (mode == sse_mode::distinct)
            message.result = read_result_text(scanner);
        else
            names_operation = read_sse_envelope(scanner, message);
        scanner.finish();
    } catch (const detail::json_syntax_error& bad) {
        throw malformed_event(std::string("is not a JSON object: ") + bad.what(), data);
    }
    if (!names_operation) throw malformed_event("names no operation", data);
}

error unknown_event(const server_sent_event& event) {
    return malformed_event("has the name \"" + std::string(detail::utf8_prefix(event.type, 60)) +
                               "\", which is neither `next` nor `complete` (option lenient takes it)",
                           event.data);
}

} // namespace

sse_message read_sse_message(sse_mode mode, const server_sent_event& event, unsigned max_depth, bool lenient) {
    using type = sse_message::type;
    sse_message message;
    if (event.what == server_sent_event::kind::comment) return message;
    const bool complete = event.type == "complete";
    const bool known = complete || event.type == "next";
    if (!known && is_heartbeat_name(event.type)) return message;
    if (complete && mode == sse_mode::distinct) {
        message.kind = type::complete;
        return message;
    }
    if (!complete && says_nothing(event.data)) return message;
    if (!known && !lenient) throw unknown_event(event);
    try {
        read_sse_data(mode, event.data, max_depth, message);
    } catch (const error&) {
        if (!known) throw unknown_event(event);
        throw;
    }
    const auto& members = message.result.members;
    if (mode == sse_mode::single && message.id == 0) {
        message.kind = type::foreign;
        return message;
    }
    if (!known && members.data.size == 0 && members.errors.size == 0) throw unknown_event(event);
    if (!complete && mode == sse_mode::single && says_nothing(message.result.whole) && !message.result.whole.empty())
        return {};
    message.kind = complete ? type::complete : type::next;
    return message;
}

std::string read_event_stream_token(std::string_view body) {
    const auto token = detail::trim(body);
    if (token.empty() || !detail::is_field_value(token))
        throw detailed_error(error_kind::protocol, "the answer to the reservation of an event stream is no token")
            .phase(error_phase::receive);
    return std::string(token);
}

std::string to_reserved_payload(const payload_parts& parts, std::uint64_t id) {
    auto extensions = parts.extensions;
    extensions["operationId"] = std::to_string(id);
    return to_payload({parts.document, parts.operation_name, parts.variables, extensions, parts.empty_variables,
                       parts.numbers, parts.with_document, parts.document_id});
}

std::string stop_target(std::string_view target, std::uint64_t id) {
    std::string result(target);
    append_parameter(result, "operationId", std::to_string(id));
    return result;
}

} // namespace corogql::protocol
