/// This file has the operations on the link: their start and end, their events, and what a full queue means to them.
#include "engine/subscriptions/supervisor.hpp"

#include "protocol/graphql/error_payload.hpp"
#include "protocol/graphql/execution_result.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/thrown.hpp"
#include "values/response_content.hpp"
#include "values/text/limit_words.hpp"

namespace corogql::engine {

/// Fails all operations, as the context was destroyed: those who wait for events may do so elsewhere.
supervisor::~supervisor() {
    for (auto& operation : operations_) {
        if (const auto observed = std::move(operation.observed))
            observed->left({operation.events->statistics().received, operation.sent});
        operation.events->fail(std::make_exception_ptr(detail::context_gone()));
    }
}

void supervisor::add(operations one, std::chrono::nanoseconds limit, std::chrono::nanoseconds first_event_limit) {
    if (one.front().events->ended()) return; // the consumer has left already
    runtime_->cancel(std::exchange(idle_, 0));
    auto& added = one.front();
    added.place = one.begin();
    added.events->operation = &added;
    operations_.splice(operations_.end(), one);
    counts_->started.add();
    added.deadline = fail_after(added, limit, "the deadline passed", "timeout");
    added.first_event = fail_after(added, first_event_limit, "no first event came in time", "first_event_timeout");
    if (!running_)
        start();
    else if (link_ && link_->acked() && !link_->closing())
        start_operation(added);
    renew_when_possible();
}

void supervisor::start_operation(live_operation& operation) {
    operation.restarted = operation.started;
    if (operation.growing()) position_->last_event_id.clear(); // the server could go on behind a step only
    try {
        const auto parts = operation.next(settings_->options.max_depth());
        set_id(operation, link_->start(parts, operation));
        ++operation.sent;
    } catch (...) {
        return fail(operation, std::current_exception());
    }
    if (link_->acked()) on_served(operation);
}

void supervisor::set_id(live_operation& operation, std::uint64_t id) {
    operation.id = last_id_ = id;
    by_id_.emplace(id, &operation);
    if (!operation.may_restart()) ++unrepeatable_;
}

bool supervisor::clear_id(live_operation& operation) {
    const auto id = std::exchange(operation.id, 0);
    if (id == 0) return false;
    by_id_.erase(id);
    if (!operation.may_restart()) --unrepeatable_;
    return true;
}

void supervisor::on_served(live_operation& operation) {
    const auto stopped =
        operation.pressed ? std::exchange(operation.pressed->stopped_since, std::nullopt) : std::nullopt;
    // A subscription's deadline is for its start; that of a query or mutation for its answer.
    if (operation.is_subscription()) runtime_->cancel(std::exchange(operation.deadline, 0));
    const auto down = reconnection_.down_since();
    if (!operation.restarted || (!down && !stopped)) return;
    stream_notice notice;
    notice.why = down ? stream_notice::cause::reconnected : stream_notice::cause::overflow;
    notice.down = runtime_->now() - (down ? *down : *stopped);
    notice.attempts = down ? reconnection_.attempts_down() : 0;
    notice.resumed = operation.resumed || (!shares_link() && !position_->last_event_id.empty());
    if (down && renewed_link_ && notice.resumed) return; // nothing that a consumer could notice
    operation.events->resubscribed(notice);
}

std::shared_ptr<event_channel> supervisor::obey(live_operation& operation, event_channel::action due) {
    using action = event_channel::action;
    switch (due) {
    case action::go_on:
    case action::drop_oldest: break; // the queue has done so itself
    case action::watch: watch_stall(operation); break;
    case action::wait: return operation.events;
    case action::step_aside: step_aside(operation); break;
    case action::fail: overflow(operation); break;
    }
    return nullptr;
}

void supervisor::watch_stall(live_operation& operation) {
    if (!operation.pressed) operation.pressed = std::make_unique<live_operation::back_pressure>();
    if (operation.pressed->stall) return;
    operation.pressed->taken = operation.events->taken();
    operation.pressed->stall =
        runtime_->at(runtime_->after(operation.events->stall_timeout()), [weak = weak_from_this(), &operation] {
            if (const auto self = weak.lock()) self->on_stalled(operation);
        });
}

void supervisor::on_stalled(live_operation& operation) {
    operation.pressed->stall = 0;
    if (operation.id != 0 && link_) obey(operation, operation.events->after_stall(operation.pressed->taken));
}

/// Ends an operation whose consumer stood still: what passed as a burst was none.
void supervisor::overflow(live_operation& operation) {
    const auto reason = operation.events->overflow();
    if (link_ && operation.id) link_->stop(operation.id); // the server is told, too
    fail(operation, reason);
}

void supervisor::on_overflow(const std::shared_ptr<event_channel>& full) {
    if (full->operation) overflow(*full->operation);
}

/// Stops an operation whose queue is full. The others go on; this operation does so, behind its last event, when there
/// is room.
void supervisor::step_aside(live_operation& operation) {
    if (!operation.events->await_room()) return;
    if (!operation.pressed) operation.pressed = std::make_unique<live_operation::back_pressure>();
    runtime_->cancel(std::exchange(operation.pressed->stall, 0));
    link_->stop(operation.id);
    clear_id(operation);
    operation.pressed->stopped_since = runtime_->now();
    operation.waits_for_room = true;
}

bool supervisor::resting() const noexcept {
    return !shares_link() && !operations_.empty() &&
           std::all_of(operations_.begin(), operations_.end(),
                       [](const auto& operation) { return operation.waits_for_room; });
}

void supervisor::on_room(const std::shared_ptr<event_channel>& events) {
    if (link_) link_->room();
    auto* const operation = events->operation;
    if (!operation || !std::exchange(operation->waits_for_room, false)) return;
    if (link_ && link_->acked() && !link_->closing())
        start_operation(*operation);
    else if (shares_link())
        operation->pressed->stopped_since.reset(); // the next link starts it
    else if (rest_)
        rest_->notify();
}

std::shared_ptr<event_channel> supervisor::on_next(std::uint64_t id, const protocol::result_text& result) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return nullptr; // finished; the server did not know yet
    reconnection_.on_event();
    auto& operation = *found->second;
    try {
        if (result.has_next || operation.growing()) return on_step(operation, result.whole);
        protocol::check_result(result, settings_->options.max_depth());
        return deliver(operation, result);
    } catch (error& malformed) {
        on_malformed(operation, detailed_error(malformed).phase(error_phase::stream), result.whole);
    }
    return nullptr;
}

void supervisor::on_malformed(live_operation& operation, error reason, std::string_view result) {
    if (reason.kind() == error_kind::protocol) {
        const bool lenient = !over_websocket() && settings_->options.http().lenient();
        try {
            settings_->tell_not_understood(reason, result);
            if (lenient && !operation.growing()) return;
        } catch (const error& thrown) {
            reason = detailed_error(thrown).phase(error_phase::stream);
        }
    }
    link_->stop(operation.id);
    fail(operation, reason);
}

std::shared_ptr<event_channel> supervisor::on_step(live_operation& operation, std::string_view step) {
    const auto& options = settings_->options;
    switch (operation.grow(step, options.max_message_size(), options.max_depth())) {
    case live_operation::growth::none: return nullptr;
    case live_operation::growth::some:
        on_first_event(operation);
        return obey(operation, operation.events->push(operation.steps(), step.size()));
    case live_operation::growth::whole: break;
    }
    const auto grown = operation.take_whole();
    const auto& whole = detail::response_content::of(grown);
    auto full = deliver(operation, {whole.text, whole.members});
    if (operation.is_subscription()) return full;
    finish(operation); // whatever may follow
    return nullptr;
}

std::shared_ptr<event_channel> supervisor::deliver(live_operation& operation, const protocol::result_text& result) {
    on_first_event(operation);
    operation.delivered(result.whole);
    return obey(operation, operation.events->push(result));
}

void supervisor::on_first_event(live_operation& operation) {
    if (operation.first_event) runtime_->cancel(std::exchange(operation.first_event, 0));
}

void supervisor::on_error(std::uint64_t id, std::string_view payload) {
    if (const auto found = by_id_.find(id); found != by_id_.end())
        fail(*found->second, protocol::read_error_payload(payload, settings_->options.max_depth()));
}

std::optional<error> supervisor::on_stray_error(std::string_view payload) {
    if (by_id_.empty()) return std::nullopt; // whoever it was for has gone
    auto reason = protocol::read_error_payload(payload, settings_->options.max_depth());
    if (by_id_.size() == 1) {
        fail(*by_id_.begin()->second, reason);
        return std::nullopt;
    }
    return detailed_error(reason).message("the server sent an `error` that does not say for which operation: " +
                                          std::string(reason.what()));
}

void supervisor::on_refused(std::uint64_t id, const error& reason) {
    if (const auto found = by_id_.find(id); found != by_id_.end()) fail(*found->second, reason);
}

void supervisor::on_complete(std::uint64_t id) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return;
    auto& operation = *found->second;
    if (operation.growing())
        return fail(operation, stream_failed(error_kind::protocol,
                                             "the server completed the operation before the last part of its result")
                                   .possibly_executed(true));
    finish(operation);
}

void supervisor::interrupted(const error& end) {
    for (auto place = operations_.begin(); place != operations_.end();) {
        auto& operation = *place++;
        const bool was_sent = clear_id(operation);
        if (!operation.is_subscription() && operation.has_result()) {
            finish(operation);
        } else if (was_sent && !operation.may_restart()) {
            fail(operation, detailed_error(end).possibly_executed(true));
        }
    }
}

void supervisor::forget(live_operation& operation) {
    runtime_->cancel(operation.deadline);
    runtime_->cancel(operation.first_event);
    if (operation.pressed) runtime_->cancel(operation.pressed->stall);
    clear_id(operation);
    operation.events->operation = nullptr;
    operations_.erase(operation.place);
    counts_->ended.add();
    if (unwanted())
        when_idle();
    else
        renew_when_possible();
}

/// Tells the observer how the operation ends, once the operation is no more here. What the observer throws takes the
/// place of `reason`.
void supervisor::end(live_operation& operation, std::exception_ptr reason) {
    const auto events = operation.events;
    const auto observed = std::move(operation.observed);
    const auto sent = operation.sent;
    forget(operation);
    if (observed) reason = observed->end(std::move(reason), {events->statistics().received, sent});
    if (reason)
        events->fail(std::move(reason));
    else
        events->finish();
}

void supervisor::finish(live_operation& operation) { end(operation, nullptr); }
void supervisor::fail(live_operation& operation, std::exception_ptr reason) { end(operation, std::move(reason)); }

void supervisor::fail_all(const error& reason) {
    while (!operations_.empty()) {
        auto& first = operations_.front();
        auto own = reason;
        if (first.id && !first.may_restart()) own = detailed_error(own).possibly_executed(true);
        fail(first, own);
    }
    for (auto* wait : std::exchange(connecting_, {})) {
        wait->failure = reason;
        wait->turn.notify();
    }
    reconnection_.on_given_up();
}

void supervisor::on_left(const std::shared_ptr<event_channel>& events) {
    if (link_) link_->room(); // the reader may be waiting for this very queue
    auto* const operation = events->operation;
    if (!operation) return;
    if (link_ && operation->id) link_->stop(operation->id);
    const auto observed = std::move(operation->observed);
    const auto sent = operation->sent;
    forget(*operation);
    if (observed) observed->left({events->statistics().received, sent});
}

transport::runtime::timer_id supervisor::fail_after(live_operation& late, std::chrono::nanoseconds limit,
                                                    const char* message, const char* option) {
    if (limit.count() <= 0) return 0;
    auto expire = [weak = weak_from_this(), &late, limit, message, option] {
        const auto self = weak.lock();
        if (!self) return;
        const auto& settings = *self->settings_;
        const auto& plan = self->reconnection_;
        auto text = message + detail::limit_words(option, limit) +
                    (late.started ? " waiting for " : " before an operation could be sent to ") +
                    transport::peer_name(self->over_websocket() ? settings.websocket_endpoint : settings.http_endpoint);
        text += plan.last_failure_words();
        if (self->link_ && late.id) self->link_->stop(late.id);
        detailed_error reason(error_kind::timeout, text);
        reason.phase(!late.started            ? error_phase::connect
                     : late.is_subscription() ? error_phase::stream
                                              : error_phase::receive);
        reason.attempts(plan.failures() + 1).possibly_executed(late.started).last_failure(plan.last_failure());
        self->fail(late, reason);
    };
    return runtime_->at(runtime_->after(limit), std::move(expire));
}

} // namespace corogql::engine
