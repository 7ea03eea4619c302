#include <corogql/mapi/log_stream.hpp>

#include <corogql/mapi/run_streams.hpp>

namespace corogql::mapi {

namespace {

std::int64_t offset_of(const json::object& input) {
    const auto* offset = input.if_contains("offset");
    return offset && offset->is_int64() ? offset->get_int64() : 0;
}

/// From the last piece that arrived: those before it may still wait to be read.
void resume(json::object& variables, const json::value* last) {
    const auto* piece = last ? last->if_object() : nullptr;
    const auto* end = piece ? piece->if_contains("endOffset") : nullptr;
    if (end && end->is_int64()) resume_log(variables, end->get_int64());
}

stream_options resuming(stream_options options) {
    if (!options.retry()) options.retry(&resume);
    return options;
}

stream<std::string>::callback decode_with(std::shared_ptr<log_decoder> decoder) {
    return [decoder = std::move(decoder)](const json::value& item) { return decoder->decode(item); };
}

/// At the end of the log, where a character may have been cut off.
std::optional<std::string> rest_of(log_decoder& decoder) {
    auto rest = decoder.finish();
    return rest.empty() ? std::nullopt : std::optional(std::move(rest));
}

} // namespace

log_stream::log_stream(const connection& from, operation what, std::int64_t offset, stream_options options)
    : decoder_(std::make_shared<log_decoder>(offset)),
      pieces_(from, std::move(what), decode_with(decoder_), resuming(std::move(options))) {}

log_stream::log_stream(const connection& from, const log_filter& which, stream_options options)
    : log_stream(from, get_run_logs(which), offset_of(which.to_json()), std::move(options)) {}

log_stream::log_stream(const connection& from, const deployment_log_filter& which, stream_options options)
    : log_stream(from, get_deployment_logs(which), offset_of(which.to_json()), std::move(options)) {}

asio::awaitable<std::optional<std::string>> log_stream::next() {
    while (true) {
        std::optional<std::string> text = co_await pieces_.next();
        if (!text) co_return rest_of(*decoder_);
        if (!text->empty()) co_return text;
    }
}

std::optional<std::string> log_stream::get_next() {
    while (true) {
        auto text = pieces_.get_next();
        if (!text) return rest_of(*decoder_);
        if (!text->empty()) return text;
    }
}

} // namespace corogql::mapi
