#include "protocol/subscriptions/streamed_response.hpp"

#include "protocol/http/media_type.hpp"
#include "protocol/http/multipart/message.hpp"
#include "values/errors/detailed_error.hpp"

#include <utility>

namespace corogql::protocol {

namespace {

streamed_message odd_message(const error& problem) { return {.kind = streamed_message::type::odd, .problem = problem}; }

class event_stream_response final : public streamed_response {
public:
    event_stream_response(const stream_rules& rules, std::string_view last_event_id)
        : rules_(rules), parser_(rules.max_message_size, last_event_id) {}

    void put(std::string_view piece) override { parser_.put(piece); }

    std::optional<streamed_message> next() override {
        const auto event = parser_.next();
        if (!event) return std::nullopt;
        sse_message message;
        try {
            message = read_sse_message(rules_.mode, *event, rules_.max_depth, rules_.lenient);
        } catch (const error& problem) {
            return odd_message(problem);
        }
        streamed_message result;
        if (message.kind == sse_message::type::heartbeat) return result;
        if (message.kind == sse_message::type::foreign) {
            result = odd_message(detailed_error(error_kind::protocol, "an event is for an operation that never was")
                                     .phase(error_phase::stream)
                                     .body_excerpt(event->data));
            result.kind = streamed_message::type::stray;
            return result;
        }
        result.kind =
            message.kind == sse_message::type::next ? streamed_message::type::next : streamed_message::type::complete;
        if (rules_.mode == sse_mode::single) result.id = message.id;
        result.result = message.result;
        return result;
    }

    std::string_view last_event_id() const noexcept override { return parser_.last_event_id(); }
    std::optional<std::chrono::milliseconds> retry() const noexcept override { return parser_.retry(); }

private:
    const stream_rules rules_;
    event_stream_parser parser_;
};

class multipart_response final : public streamed_response {
public:
    multipart_response(std::string_view boundary, const stream_rules& rules)
        : rules_(rules), parser_(boundary, rules.max_message_size) {}

    void put(std::string_view piece) override { parser_.put(piece); }

    std::optional<streamed_message> next() override {
        using type = streamed_message::type;
        const auto id = streamed_message::only_id;
        if (!failure_.empty()) return streamed_message{type::failed, id, {}, std::exchange(failure_, {})};
        const auto part = parser_.next();
        if (!part) {
            if (!parser_.ended() || std::exchange(completed_, true)) return std::nullopt;
            return streamed_message{type::complete, id, {}, {}};
        }
        multipart_message message;
        try {
            message = read_multipart_message(*part, rules_.max_depth);
        } catch (const error& problem) {
            return odd_message(problem);
        }
        switch (message.kind) {
        case multipart_message::type::heartbeat:
            if (!growing_ || message.result.whole.empty()) break;
            [[fallthrough]];
        case multipart_message::type::next:
            growing_ = message.result.has_next.value_or(false);
            return streamed_message{type::next, id, message.result, {}};
        case multipart_message::type::complete: completed_ = true; return streamed_message{type::complete, id, {}, {}};
        case multipart_message::type::failed:
            completed_ = true;
            if (message.result.whole.empty()) return streamed_message{type::failed, id, {}, message.errors};
            failure_ = message.errors; // behind the result that came with it
            return streamed_message{type::next, id, message.result, {}};
        }
        return streamed_message{};
    }

private:
    const stream_rules rules_;
    multipart_parser parser_;
    std::string_view failure_;
    bool growing_ = false; ///< Whether the last part said that more of its result will come.
    bool completed_ = false;
};

} // namespace

std::unique_ptr<streamed_response> make_streamed_response(std::string_view content_type, const stream_rules& rules,
                                                          std::string_view last_event_id) {
    switch (read_content_type(content_type).type) {
    case media_type::event_stream: return std::make_unique<event_stream_response>(rules, last_event_id);
    case media_type::multipart_mixed:
        if (rules.mode == sse_mode::single) return nullptr;
        return std::make_unique<multipart_response>(read_boundary(content_type), rules);
    default: return nullptr;
    }
}

} // namespace corogql::protocol
