#include <corogql/mapi/log_decoder.hpp>

#include <corogql/error.hpp>
#include <corogql/mapi/error.hpp>

#include "mapi/models/field_reader.hpp"
#include "mapi/streams/base64.hpp"
#include "mapi/streams/utf8_repair.hpp"

namespace corogql::mapi {

namespace {

struct log_message {
    std::string bytes;
    std::int64_t end_offset = 0;
};

log_message read_message(const json::value& value) {
    const detail::json_path root("");
    const detail::field_reader from(detail::expect_object(value, root), root);
    log_message message;
    message.end_offset = from.get<std::int64_t>("endOffset");
    if (message.end_offset < 0) detail::fail_decode(detail::json_path(root, "endOffset"), "is negative");
    auto bytes = detail::decode_base64(from.get<std::string>("chunk"));
    if (!bytes) detail::fail_decode(detail::json_path(root, "chunk"), "is not base64");
    message.bytes = std::move(*bytes);
    return message;
}

} // namespace

std::string log_decoder::decode(const json::value& message) {
    try {
        const auto read = read_message(message);
        auto text = detail::repair_utf8(pending_, read.bytes);
        end_offset_ = read.end_offset;
        return text;
    } catch (const error& problem) {
        throw mapi_error(500, "Malformed log message: " + std::string(problem.what()));
    }
}

std::string log_decoder::finish() {
    const bool cut = !pending_.empty();
    pending_.clear();
    return cut ? "\xef\xbf\xbd" : "";
}

void log_decoder::update_variables(json::object& variables) const { resume_log(variables, end_offset_); }

void resume_log(json::object& variables, std::int64_t offset) {
    if (variables.empty() || !variables.begin()->value().is_object())
        throw error(error_kind::usage, "a log subscription needs a first variable that is an object");
    auto& input = variables.begin()->value().get_object();
    input["offset"] = offset;
    // Removing by erase() would move the last variable of the input into the gap.
    if (offset != 0) input.stable_erase("tail");
}

} // namespace corogql::mapi
