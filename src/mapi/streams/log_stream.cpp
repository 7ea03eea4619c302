#include <corogql/mapi/log_stream.hpp>

#include <corogql/mapi/run_streams.hpp>

namespace corogql::mapi {

namespace {

std::int64_t offset_of(const json::object& input) {
    const auto* offset = input.if_contains("offset");
    return offset && offset->is_int64() ? offset->get_int64() : 0;
}

/// Makes the variables resume from the last piece that arrived: those before it may still wait to be read.
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

/// Gives the pieces that are not empty; at the end it gives what is left where a character was cut off.
class log_text final : public corogql::detail::adaptor<std::string, std::string> {
public:
    log_text(stream<std::string> pieces, std::shared_ptr<log_decoder> decoder)
        : adaptor(std::move(pieces).release()), decoder_(std::move(decoder)) {}

    std::optional<std::string> try_next() override {
        while (!over()) {
            auto text = next_piece();
            if (!text || !text->empty()) return text;
        }
        return std::nullopt;
    }

    bool done() const override { return over(); }

private:
    std::optional<std::string> next_piece() {
        try {
            auto text = from().try_next();
            if (text || !from().done()) return text;
        } catch (...) {
            if (from().done()) end();
            throw;
        }
        end();
        auto rest = decoder_->finish();
        return rest.empty() ? std::nullopt : std::optional(std::move(rest));
    }

    const std::shared_ptr<log_decoder> decoder_;
};

} // namespace

log_stream::log_stream(const connection& from, operation what, std::shared_ptr<log_decoder> decoder,
                       stream_options options)
    : generator(std::make_shared<log_text>(
          stream<std::string>(from, std::move(what), decode_with(decoder), resuming(std::move(options))), decoder)),
      decoder_(std::move(decoder)) {}

log_stream::log_stream(const connection& from, const log_filter& which, stream_options options)
    : log_stream(from, get_run_logs(which), std::make_shared<log_decoder>(offset_of(which.to_json())),
                 std::move(options)) {}

log_stream::log_stream(const connection& from, const deployment_log_filter& which, stream_options options)
    : log_stream(from, get_deployment_logs(which), std::make_shared<log_decoder>(offset_of(which.to_json())),
                 std::move(options)) {}

} // namespace corogql::mapi
