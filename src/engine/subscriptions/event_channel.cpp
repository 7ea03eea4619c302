#include "engine/subscriptions/event_channel.hpp"

#include "protocol/graphql/json_pointer.hpp"
#include "values/errors/detailed_error.hpp"

#include <corogql/error.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>

namespace corogql::engine {

asio::any_io_executor event_channel::executor() const {
    if (const auto alive = executor_->get()) return *alive;
    mutex_.need(); // that one has many threads
    return asio::system_executor();
}

event_channel::event_channel(std::shared_ptr<const transport::kept<asio::any_io_executor>> engine,
                             const subscribe_options& options, protocol::operation_kind kind,
                             const client_options& of_client)
    : mutex_(!of_client.single_threaded() || of_client.streams_on_any_thread()), notices_(options.notices()),
      queue_(of_client.max_depth()), rule_(options, kind), executor_(std::move(engine)),
      stall_timeout_(options.stall_timeout()) {
    if (!options.resume_pointer().empty())
        position_ = std::make_unique<position>(position{options.resume_pointer(), {}, of_client.max_depth()});
}

void event_channel::ring(std::unique_lock<transport::optional_mutex>& lock) {
    const auto waiting = std::exchange(waiting_, {});
    auto* const bell = std::exchange(ring_due_, false) ? bell_.get() : nullptr;
    lock.unlock();
    if (local_bay_) local_bay_->wake();
    if (waiting) waiting.wake();
    if (bell) mutex_.needed() ? bell->ring() : bell->ring_here();
}

bool event_channel::is_waited_for() const noexcept {
    return waiting_ || ring_due_ || (local_bay_ && local_bay_->occupied());
}

event_channel::action event_channel::push(const protocol::result_text& result) {
    std::unique_lock lock(mutex_);
    if (ended_) return action::go_on;
    queue_.push(result);
    return pushed(lock);
}

event_channel::action event_channel::push(const std::shared_ptr<result_steps>& steps, std::size_t bytes) {
    std::unique_lock lock(mutex_);
    if (ended_) return action::go_on;
    queue_.push(steps, bytes);
    return pushed(lock);
}

event_channel::action event_channel::pushed(std::unique_lock<transport::optional_mutex>& lock) {
    ++received_;
    auto due = rule_.after_push(state());
    for (; due == action::drop_oldest; due = rule_.after_push(state())) drop_oldest();
    room_wanted_ = due == action::wait || due == action::step_aside;
    if (is_waited_for()) ring(lock);
    return due;
}

event_channel::action event_channel::after_stall(std::uint64_t taken) const {
    const std::lock_guard lock(mutex_);
    return ended_ ? action::go_on : rule_.after_stall(state(), taken_ != taken);
}

bool event_channel::await_room() {
    const std::lock_guard lock(mutex_);
    return room_wanted_ = !ended_ && !rule_.has_room(state());
}

/// Drops the oldest event or notice and leaves word of that at the front of the queue.
void event_channel::drop_oldest() {
    auto& so_far = trouble();
    auto& word = so_far.notice;
    if (!word) word.emplace().resumed = true;
    if (const auto notice = queue_.drop()) {
        *word += *notice;
    } else {
        ++word->dropped;
        ++so_far.dropped;
    }
    word->why = stream_notice::cause::dropped;
}

event_channel::troubles& event_channel::trouble() {
    if (!troubles_) troubles_ = std::make_unique<troubles>();
    return *troubles_;
}

void event_channel::resubscribed(const stream_notice& notice) {
    std::unique_lock lock(mutex_);
    if (ended_) return;
    ++trouble().resubscribed;
    trouble().interrupted += notice.down;
    if (!notices_) return;
    queue_.push(notice);
    ring(lock);
}

void event_channel::note_done() noexcept {
    done_.store(ended_ && queue_.empty() && !(troubles_ && troubles_->failure), std::memory_order_release);
}

void event_channel::end(std::exception_ptr failure) {
    std::unique_lock lock(mutex_);
    if (ended_) return;
    if (failure) trouble().failure = std::move(failure); // first: without memory for it this is no end
    ended_ = true;
    note_done();
    ring(lock);
}

void event_channel::finish() { end(nullptr); }
void event_channel::fail(std::exception_ptr failure) { end(std::move(failure)); }

error event_channel::overflow() {
    const auto seconds = std::chrono::duration<double>(stall_timeout_).count();
    const auto message = "the consumer took nothing for " + std::to_string(seconds) + " s while the queue was full (" +
                         std::to_string(rule_.max_events()) + " events, " + std::to_string(rule_.max_bytes()) +
                         " bytes)";
    {
        // What passed as a burst was none.
        const std::lock_guard lock(mutex_);
        queue_.cut(rule_.max_events());
    }
    return detailed_error(error_kind::overflow, message).phase(error_phase::stream).possibly_executed(true);
}

void event_channel::tell_left() { tell(&listener::on_left); }

void event_channel::tell(void (listener::*what)(const std::shared_ptr<event_channel>&)) {
    executor_->visit([this, what](const std::shared_ptr<asio::any_io_executor>& engine) {
        asio::post(*engine, [weak = engine_, self = shared_from_this(), what] {
            if (const auto alive = weak.lock()) ((*alive).*what)(self);
        });
    });
}

std::uint64_t event_channel::taken() const {
    const std::lock_guard lock(mutex_);
    return taken_;
}

bool event_channel::full() const {
    const std::lock_guard lock(mutex_);
    return room_wanted_ && !ended_;
}

bool event_channel::ended() const {
    const std::lock_guard lock(mutex_);
    return ended_;
}

std::optional<event> event_channel::try_next() {
    std::optional<event> item;
    std::exception_ptr failure;
    bool room = false;
    {
        const std::lock_guard lock(mutex_);
        if (troubles_ && troubles_->notice && notices_) {
            item.emplace(*std::exchange(troubles_->notice, std::nullopt));
            ++taken_;
        } else if (!queue_.empty()) {
            item.emplace(queue_.pop());
            note_taken(*item);
            if (room_wanted_ && rule_.has_room(state())) {
                room_wanted_ = false;
                room = true;
            }
        } else if (ended_) {
            if (troubles_) failure = std::exchange(troubles_->failure, nullptr);
        }
        if (bell_) promise_ring();
        if (ended_) note_done();
    }
    if (room) tell(&listener::on_room);
    if (failure) std::rethrow_exception(failure);
    return item;
}

void event_channel::note_taken(const event& taken) {
    ++taken_;
    if (!position_ || taken.notice() || taken.has_next()) return;
    if (const auto value = protocol::find_pointer(taken.text(), position_->pointer)) position_->cursor = *value;
}

std::optional<json::value> event_channel::cursor() const {
    const std::lock_guard lock(mutex_);
    if (!position_ || position_->cursor.empty()) return std::nullopt;
    return protocol::read_value(position_->cursor, position_->max_depth);
}

subscription_statistics event_channel::statistics() const {
    const std::lock_guard lock(mutex_);
    subscription_statistics result;
    result.received = received_;
    result.taken = taken_;
    if (troubles_) {
        result.dropped = troubles_->dropped;
        result.resubscribed = troubles_->resubscribed;
        result.interrupted = troubles_->interrupted;
    }
    result.queued = queue_.size();
    result.queued_bytes = queue_.bytes();
    return result;
}

void event_channel::announce_to(std::shared_ptr<detail::doorbell> bell) {
    const std::lock_guard lock(mutex_);
    bell_ = std::move(bell);
}

void event_channel::promise_ring() {
    if (bell_->will_ring && !ring_due_) return; // it has rung, and the consumer is going to ask again
    bell_->will_ring = ring_due_ = !something_to_take();
}

/// Returns whether the consumer runs where the engine does, and nobody else is at the channel: then there is a local
/// bay for it.
bool event_channel::settle_locally(const asio::any_io_executor& on) {
    if (mutex_.needed()) return false;
    if (local_bay_ && local_bay_->is_for(on)) return true;
    const auto engine = executor_->get();
    if (!engine || *engine != on) return false;
    if (!local_bay_) local_bay_ = std::make_unique<transport::local_bay>();
    return local_bay_->settle(on);
}

void event_channel::park(detail::wake_handler handler, const asio::any_io_executor& on) {
    if (settle_locally(on)) {
        local_bay_->park(std::move(handler), *this);
        if (something_to_take()) local_bay_->wake();
        return;
    }
    auto ticket = bay_.park(std::move(handler), on);
    {
        const std::lock_guard lock(mutex_);
        if (!something_to_take()) {
            waiting_ = std::move(ticket);
            return;
        }
    }
    ticket.wake();
}

void event_channel::close() noexcept {
    bool was_open = false;
    {
        const std::lock_guard lock(mutex_);
        was_open = !std::exchange(closed_, true) && !ended_;
    }
    // Told before a consumer on another thread can see the end: what that one does next comes behind the
    // unsubscription.
    if (was_open) tell_left();
    std::unique_lock lock(mutex_);
    queue_.clear();
    if (troubles_) {
        troubles_->notice.reset();
        troubles_->failure = nullptr;
    }
    ended_ = true;
    note_done();
    ring(lock);
}

} // namespace corogql::engine
