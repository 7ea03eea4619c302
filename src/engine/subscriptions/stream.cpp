#include "engine/subscriptions/stream.hpp"

#include "protocol/graphql/json_pointer.hpp"
#include "transport/cancelled_wait.hpp"

#include <corogql/error.hpp>
#include <corogql/subscription.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace corogql::detail {

asio::any_io_executor stream::executor() const {
    const auto alive = executor_->get();
    return alive ? *alive : asio::any_io_executor(asio::system_executor());
}

stream::stream(std::shared_ptr<const transport::kept<asio::any_io_executor>> engine, const subscribe_options& options,
               unsigned max_depth)
    : executor_(std::move(engine)), max_events_(std::max<std::size_t>(options.buffer(), 1)),
      max_bytes_(options.buffer_bytes()), stall_timeout_(options.stall_timeout()), queue_(max_depth),
      policy_(options.overflow()), notices_(options.notices()) {
    if (!options.resume_pointer().empty())
        position_ = std::make_unique<position>(position{options.resume_pointer(), {}, max_depth});
}

void stream::ring(std::unique_lock<std::mutex>& lock, error_code result) {
    const auto waiting = std::exchange(waiting_, std::nullopt);
    auto* const blocked = blocked_ && blocked_->count != 0 ? blocked_.get() : nullptr;
    const bool ended = ended_; // which is news to all of them
    lock.unlock();
    if (waiting) waiting->ticket.wake(result);
    if (!blocked) return;
    if (ended)
        blocked->arrived.notify_all();
    else
        blocked->arrived.notify_one();
}

stream::room stream::push(const protocol::result_text& result) {
    std::unique_lock lock(mutex_);
    if (ended_) return room::enough;
    queue_.push(result);
    return pushed(lock);
}

stream::room stream::push(const std::shared_ptr<result_steps>& steps, std::size_t bytes) {
    std::unique_lock lock(mutex_);
    if (ended_) return room::enough;
    queue_.push(steps, bytes);
    return pushed(lock);
}

stream::room stream::pushed(std::unique_lock<std::mutex>& lock) {
    ++counts_.received;
    if (policy_ == overflow_policy::drop_oldest) make_room();
    auto left = room::enough;
    if (policy_ != overflow_policy::drop_oldest) {
        const bool crowded = queue_.size() >= max_events_;
        // Others go on, and so a burst may pass, unless the policy is to make them wait.
        if (queue_.bytes() >= max_bytes_ || (crowded && policy_ == overflow_policy::block))
            left = room::none;
        else if (crowded)
            left = room::crowded;
    }
    room_wanted_ = left == room::none;
    if (waiting_ || blocked_) ring(lock);
    return left;
}

bool stream::crowded() const {
    const std::lock_guard lock(mutex_);
    return !ended_ && queue_.size() >= max_events_;
}

bool stream::await_room() {
    const std::lock_guard lock(mutex_);
    return room_wanted_ = !ended_ && !has_half();
}

/// What is dropped leaves word at the front of the queue. The newest event always stays.
void stream::make_room() {
    while (queue_.size() > 1 && (queue_.size() > max_events_ || queue_.bytes() > max_bytes_)) {
        if (!dropped_) {
            dropped_ = std::make_unique<stream_notice>();
            dropped_->why = stream_notice::cause::dropped;
            dropped_->resumed = true;
        }
        if (const auto notice = queue_.drop()) {
            *dropped_ += *notice;
            dropped_->why = stream_notice::cause::dropped;
        } else {
            ++dropped_->dropped;
            ++counts_.dropped;
        }
    }
}

void stream::resubscribed(const stream_notice& notice) {
    std::unique_lock lock(mutex_);
    if (ended_) return;
    ++counts_.resubscribed;
    counts_.interrupted += notice.down;
    if (!notices_) return;
    queue_.push(notice);
    ring(lock);
}

void stream::end(std::exception_ptr failure) {
    std::unique_lock lock(mutex_);
    if (ended_) return;
    ended_ = true;
    failure_ = std::move(failure);
    ring(lock);
}

void stream::finish() { end(nullptr); }
void stream::fail(std::exception_ptr failure) { end(std::move(failure)); }

void stream::overflow() {
    const auto seconds = std::chrono::duration<double>(stall_timeout_).count();
    const auto message = "the consumer took nothing for " + std::to_string(seconds) + " s while the queue was full (" +
                         std::to_string(max_events_) + " events, " + std::to_string(max_bytes_) + " bytes)";
    {
        // What passed as a burst was none.
        const std::lock_guard lock(mutex_);
        queue_.cut(max_events_);
    }
    fail(std::make_exception_ptr(
        error(error_kind::overflow, message).phase(error_phase::stream).possibly_executed(true)));
    tell_left(); // the server is told, too
}

void stream::tell_left() { tell(&listener::on_left); }

void stream::tell(void (listener::*what)(const std::shared_ptr<stream>&)) {
    executor_->visit([this, what](const std::shared_ptr<asio::any_io_executor>& engine) {
        asio::post(*engine, [weak = engine_, self = shared_from_this(), what] {
            if (const auto alive = weak.lock()) ((*alive).*what)(self);
        });
    });
}

std::uint64_t stream::taken() const {
    const std::lock_guard lock(mutex_);
    return counts_.taken;
}

bool stream::full() const {
    const std::lock_guard lock(mutex_);
    return room_wanted_ && !ended_;
}

bool stream::ended() const {
    const std::lock_guard lock(mutex_);
    return ended_;
}

bool stream::done() const {
    const std::lock_guard lock(mutex_);
    return ended_ && queue_.empty() && (!failure_ || failure_thrown_);
}

std::optional<event> stream::try_take() {
    std::optional<event> item;
    std::exception_ptr failure;
    bool half = false;
    {
        const std::lock_guard lock(mutex_);
        if (dropped_ && notices_) {
            item.emplace(*std::exchange(dropped_, nullptr));
            ++counts_.taken;
        } else if (!queue_.empty()) {
            item.emplace(queue_.pop());
            note_taken(*item);
            // Half empty: the reader is woken for many events, not for one.
            if (room_wanted_ && has_half()) {
                room_wanted_ = false;
                half = true;
            }
        } else if (ended_) {
            failure = failure_;
            failure_thrown_ = true;
        }
    }
    if (half) tell(&listener::on_room);
    if (failure) std::rethrow_exception(failure);
    return item;
}

void stream::note_taken(const event& taken) {
    ++counts_.taken;
    if (!position_ || taken.notice() || taken.has_next()) return;
    if (const auto value = protocol::find_pointer(taken.text(), position_->pointer)) position_->cursor = *value;
}

std::optional<json::value> stream::cursor() const {
    const std::lock_guard lock(mutex_);
    if (!position_ || position_->cursor.empty()) return std::nullopt;
    return protocol::read_value(position_->cursor, position_->max_depth);
}

subscription_statistics stream::statistics() const {
    const std::lock_guard lock(mutex_);
    subscription_statistics result;
    result.received = counts_.received;
    result.taken = counts_.taken;
    result.dropped = counts_.dropped;
    result.resubscribed = counts_.resubscribed;
    result.interrupted = counts_.interrupted;
    result.queued = queue_.size();
    result.queued_bytes = queue_.bytes();
    return result;
}

void stream::check_single_consumer() const {
    const std::lock_guard lock(mutex_);
    if (waiting_) throw error(error_kind::usage, "a subscription has one consumer: another next() is waiting");
}

void stream::park(transport::wake_handler handler, const asio::any_io_executor& executor) {
    {
        const std::lock_guard lock(mutex_);
        if (!something_to_take() && !waiting_) {
            waiting_.emplace(parked_consumer{&asio::query(executor, asio::execution::context),
                                             transport::parking_lot::park(std::move(handler), executor)});
            return;
        }
    }
    asio::post(executor, [h = std::move(handler)]() mutable { std::move(h)(error_code()); });
}

void stream::forget(const asio::execution_context* loop) {
    const std::lock_guard lock(mutex_);
    if (waiting_ && waiting_->loop == loop) waiting_.reset();
}

void stream::wake(error_code result) {
    std::unique_lock lock(mutex_);
    ring(lock, result);
}

bool stream::block_until(std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    if (!blocked_) blocked_ = std::make_unique<blocked_threads>();
    ++blocked_->count;
    const auto ready = [this] { return something_to_take(); };
    bool arrived = true;
    if (until == std::chrono::steady_clock::time_point::max())
        blocked_->arrived.wait(lock, ready);
    else
        arrived = blocked_->arrived.wait_until(lock, until, ready);
    --blocked_->count;
    return arrived;
}

void stream::close() {
    bool was_open = false;
    {
        const std::lock_guard lock(mutex_);
        was_open = !std::exchange(left_, true) && !ended_;
    }
    // Told before a consumer on another thread can see the end: what that one does next comes behind the
    // unsubscription.
    if (was_open) tell_left();
    std::unique_lock lock(mutex_);
    queue_.clear();
    dropped_ = nullptr;
    failure_ = nullptr;
    ended_ = true;
    ring(lock);
}

namespace {

using transport::cancel_with, transport::cancelled_flag;

/// Who is destroyed while it is parked must not be woken.
struct parked_in {
    explicit parked_in(std::shared_ptr<stream> events) noexcept : from(std::move(events)) {}
    parked_in(parked_in&& other) noexcept : from(std::move(other.from)), loop(std::exchange(other.loop, nullptr)) {}
    ~parked_in() {
        if (from && loop) from->forget(loop);
    }

    std::shared_ptr<stream> from;
    const asio::execution_context* loop = nullptr; ///< while it is parked
};

/// next() for completion tokens: parks itself until there is an event. A loop of callbacks, as a coroutine would
/// cost a spawn per event.
class next_operation {
public:
    next_operation(std::shared_ptr<stream> from, asio::any_io_executor on, next_handler handler)
        : place_(std::move(from)), on_(std::move(on)), handler_(std::move(handler)) {}

    void operator()(error_code waited) {
        std::exception_ptr failure;
        std::optional<event> item;
        auto& from = place_.from;
        place_.loop = nullptr;
        try {
            if (cancelled_ && *cancelled_) waited = asio::error::operation_aborted;
            if (waited) throw boost::system::system_error(waited);
            item = from->try_take();
            if (!item && !from->done()) {
                from->check_single_consumer();
                return wait();
            }
        } catch (...) {
            failure = std::current_exception();
        }
        // Whoever waits for this may destroy the loop next, while a thread of another executor still unwinds here.
        auto handler = std::move(handler_);
        from.reset();
        on_ = nullptr;
        std::move(handler)(failure, std::move(item));
    }

private:
    void wait() {
        const auto from = place_.from;
        const auto on = on_;
        cancelled_ = cancel_with(handler_, from);
        place_.loop = &asio::query(on, asio::execution::context);
        from->park(std::move(*this), on);
    }

    parked_in place_;
    asio::any_io_executor on_;
    next_handler handler_;
    cancelled_flag cancelled_;
};

} // namespace

asio::any_io_executor executor_of(const std::shared_ptr<stream>& from) {
    return from ? from->executor() : asio::any_io_executor(asio::system_executor());
}

void start_next(std::shared_ptr<stream> from, asio::any_io_executor on, next_handler handler) {
    // Work of the handler's executor until it has run.
    auto work = asio::prefer(on, asio::execution::outstanding_work.tracked);
    if (!from) {
        asio::post(work, [handler = std::move(handler)]() mutable { std::move(handler)(nullptr, std::nullopt); });
        return;
    }
    next_operation operation(std::move(from), std::move(on), std::move(handler));
    asio::post(work, [operation = std::move(operation)]() mutable { operation(error_code()); });
}

asio::awaitable<std::optional<event>> take_next(std::shared_ptr<stream> from) {
    if (!from) co_return std::nullopt;
    while (true) {
        auto item = from->try_take();
        if (item || from->done()) co_return item;
        from->check_single_consumer();
        const asio::any_io_executor executor = co_await asio::this_coro::executor;
        cancelled_flag cancelled;
        auto park = [&from, &executor, &cancelled](transport::wake_handler handler) {
            cancelled = cancel_with(handler, from);
            from->park(std::move(handler), executor);
        };
        parked_in place(from); // only now: an event that is there costs nothing more
        place.loop = &asio::query(executor, asio::execution::context);
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void(error_code)>(std::move(park),
                                                                                       asio::use_awaitable);
        place.loop = nullptr;
        if (cancelled && *cancelled) throw boost::system::system_error(asio::error::operation_aborted);
    }
}

} // namespace corogql::detail
