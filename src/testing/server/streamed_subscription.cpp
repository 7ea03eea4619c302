#include "testing/server/streamed_subscription.hpp"

#include "testing/server/live_source.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>
#include <utility>

namespace corogql::testing {

namespace {

constexpr std::size_t piece_mark = 64 * 1024; ///< So many bytes are sent at a time.

std::string as_part(std::string_view content) {
    return std::string("\r\n--graphql\r\nContent-Type: application/json\r\n\r\n").append(content);
}

std::string as_chunk(std::string_view content) {
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, content.size(), 16).ptr;
    return std::string(digits, end).append("\r\n").append(content).append("\r\n");
}

/// The words of a stream in one of the formats.
class wording {
public:
    explicit wording(stream_format format) : events_(format == stream_format::event_stream) {}

    std::string content_type() const {
        return events_ ? "text/event-stream; charset=utf-8" : R"(multipart/mixed; boundary="graphql")";
    }
    std::string event(const json::object& result, std::optional<std::uint64_t> id) const {
        if (!events_) return as_part(R"({"payload":)" + json::serialize(result) + "}");
        const auto head = id ? "id: " + std::to_string(*id) + "\n" : std::string();
        return head + "event: next\ndata: " + json::serialize(result) + "\n\n";
    }
    std::string heartbeat() const { return events_ ? ":\n\n" : as_part("{}"); }
    std::string complete() const { return events_ ? "event: complete\ndata:\n\n" : "\r\n--graphql--\r\n"; }

private:
    bool events_;
};

class stream_session : public std::enable_shared_from_this<stream_session> {
public:
    stream_session(std::shared_ptr<connection> link, stream_format format, prepared_operation operation)
        : link_(std::move(link)), owner_(link_->owner()), words_(format), operation_(std::move(operation)),
          fields_(operation_.root_fields()), bell_(owner_.clock()) {}

    static asio::awaitable<void> run(std::shared_ptr<stream_session> self, http_reply head, std::string last_event_id);

private:
    static asio::awaitable<void> listen(std::shared_ptr<stream_session> self);
    void open(const std::string& last_event_id);
    bool take_events();
    void beat_later();
    asio::awaitable<void> send(std::string text);
    /// Obeys an order. Returns true when the stream is over.
    asio::awaitable<bool> obey(fault_order order);

    std::shared_ptr<connection> link_;
    service& owner_;
    const wording words_;
    const prepared_operation operation_;
    const std::vector<std::string> fields_;
    transport::waiter bell_;
    std::unique_ptr<live_count> count_;
    std::unique_ptr<live_source> source_; ///< All events have been taken where this is null.
    std::string ready_;                   ///< The text that is to be sent.
    std::size_t events_ = 0;
    std::optional<fault_order> order_; ///< The order to obey behind the text that is ready.
};

/// Opens the source of events. A query, or what cannot be subscribed, is one event.
void stream_session::open(const std::string& last_event_id) {
    if (!operation_.is_subscription()) {
        ready_ = words_.event(owner_.execute(operation_), std::nullopt);
        return;
    }
    owner_.note_execution(operation_);
    try {
        source_ = std::make_unique<live_source>(owner_.api().open(operation_), owner_.shared_clock(),
                                                [this] { bell_.notify(); });
    } catch (const request_error& problem) {
        ready_ = words_.event(to_result(problem.errors()), std::nullopt);
        return;
    }
    std::uint64_t position = 0;
    const auto* const end = last_event_id.data() + last_event_id.size();
    if (std::from_chars(last_event_id.data(), end, position).ptr == end && !last_event_id.empty())
        source_->go_on_behind(position);
    count_ = std::make_unique<live_count>(owner_.records(), &server_record::subscriptions_live);
}

/// Takes events up to the next order, or until there are none now, or enough. Returns true when it stopped only because
/// there were enough: the source, which has said already that it has more, will not say so again.
bool stream_session::take_events() {
    while (source_ && !order_) {
        if (ready_.size() >= piece_mark) return true;
        auto event = source_->next();
        if (event) {
            ready_ += words_.event(owner_.api().project(operation_, std::move(*event)), source_->position());
            owner_.records().note([](server_record& record) { ++record.events_sent; });
            order_ = owner_.faults().take(fault::occasion::event, fields_, ++events_);
        }
        if (source_->ended()) source_.reset();
        if (!event) break;
    }
    return false;
}

void stream_session::beat_later() {
    const auto interval = owner_.settings().keep_alive;
    if (interval.count() <= 0) return;
    owner_.clock().at(owner_.clock().now() + interval, [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        self->ready_ += self->words_.heartbeat();
        self->bell_.notify();
        self->beat_later();
    });
}

asio::awaitable<void> stream_session::send(std::string text) {
    const auto chunk = as_chunk(text);
    co_await link_->write(chunk);
}

asio::awaitable<bool> stream_session::obey(fault_order order) {
    co_await link_->pause(order.delay);
    switch (order.action) {
    case fault::action::drop: link_->end(order.how); co_return true;
    case fault::action::close: co_await link_->finish(true); co_return true;
    case fault::action::silence: co_await link_->pause(std::chrono::hours(24)); co_return true;
    default: co_return false;
    }
}

/// Ends the stream when the client hangs up, because it wants no more then.
asio::awaitable<void> stream_session::listen(std::shared_ptr<stream_session> self) {
    co_await self->link_->hold();
    self->link_->end(cut::close);
    self->bell_.notify();
}

asio::awaitable<void> stream_session::run(std::shared_ptr<stream_session> self, http_reply head,
                                          std::string last_event_id) {
    auto& link = *self->link_;
    const auto executor = link.clock().executor();
    head.header("Content-Type", self->words_.content_type()).header("Cache-Control", "no-cache");
    head.header("Transfer-Encoding", "chunked");
    const auto bytes = head_of(head, false);
    co_await link.write(bytes);
    self->open(last_event_id);
    self->order_ = self->owner_.faults().take(fault::occasion::event, self->fields_, 0);
    self->beat_later();
    asio::co_spawn(executor, listen(self), asio::detached);
    while (!link.ended()) {
        const bool more = !self->order_ && self->take_events();
        const bool over = !self->source_ && !self->order_;
        if (over) self->ready_ += self->words_.complete();
        if (!self->ready_.empty()) {
            auto text = std::exchange(self->ready_, {});
            co_await self->send(std::move(text));
            co_await asio::post(executor, asio::use_awaitable); // the others' turn
        }
        if (self->order_) {
            auto order = std::move(*self->order_);
            self->order_.reset();
            const bool ended = co_await self->obey(std::move(order));
            if (ended) co_return;
        } else if (over) {
            constexpr std::string_view last_chunk = "0\r\n\r\n";
            co_await link.write(last_chunk);
            co_await link.finish(true);
        } else if (!more) {
            co_await self->bell_.wait();
        }
    }
}

} // namespace

asio::awaitable<void> serve_stream(std::shared_ptr<connection> link, stream_format format, prepared_operation operation,
                                   http_reply head, std::string last_event_id) {
    const auto session = std::make_shared<stream_session>(std::move(link), format, std::move(operation));
    co_await stream_session::run(session, std::move(head), std::move(last_event_id));
}

} // namespace corogql::testing
