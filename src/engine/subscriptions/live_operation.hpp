/// A live_operation is one operation over a websocket or an answer that streams, across all the links it lives through.
/// There may be ten thousand: what only some need is kept apart.
#pragma once

#include "engine/shared/observation.hpp"
#include "engine/subscriptions/event_channel.hpp"
#include "engine/subscriptions/result_steps.hpp"
#include "engine/subscriptions/shared_texts.hpp"
#include "protocol/graphql/incremental_result.hpp"
#include "protocol/graphql/operation.hpp"
#include "transport/runtime.hpp"
#include "values/json/number_texts.hpp"

#include <corogql/lifecycle.hpp>
#include <corogql/request.hpp>
#include <corogql/subscribe_options.hpp>

#include <list>
#include <memory>
#include <string>
#include <string_view>

namespace corogql::engine {

class live_operation {
public:
    live_operation(const request& what, protocol::operation_kind kind, const subscribe_options& options,
                   std::shared_ptr<event_channel> events);

    /// Keeps the text together with other operations that have an equal one.
    void share_text(shared_texts& texts) { text_ = texts.share(text_); }
    /// Adds where the operation belongs in a distributed trace, unless its request says so itself.
    void trace(const trace_context& context);
    /// Returns the request's own header fields, for links that have a place for them.
    const headers& fields() const noexcept;

    /// Returns what the next (re-)subscription sends, as it lies in this object. From the second on the resume hook
    /// decides the variables; what the hook throws comes through.
    protocol::payload_parts next(unsigned max_depth);

    enum class growth {
        none, ///< The step was a heartbeat, or only the whole is wanted.
        some, ///< There are more steps().
        whole ///< The result is whole: take_whole() is due.
    };
    /// Adds a step of an incremental result, perhaps its first. Throws what incremental_result throws.
    growth grow(std::string_view step, std::size_t max_message_size, unsigned max_depth);
    const std::shared_ptr<result_steps>& steps() const noexcept { return growing_->steps; }
    response take_whole();
    /// Says whether more of a result will come, as the server said.
    bool growing() const noexcept { return growing_ != nullptr; }

    /// Remembers of a result what a resumption needs.
    void delivered(std::string_view result);

    const std::string& document() const noexcept { return text_->document; }
    const std::string& name() const noexcept { return text_->name; }
    protocol::operation_kind kind() const noexcept { return kind_; }
    bool is_subscription() const noexcept { return kind_ == protocol::operation_kind::subscription; }
    /// Says whether the operation may be sent again after the link it was sent on was lost.
    bool may_restart() const noexcept {
        return is_subscription() || kind_ == protocol::operation_kind::query || idempotent_;
    }
    bool has_result() const noexcept { return has_result_; }

private:
    struct resumption;
    struct growing_result;

    // What each event needs stands together; of thousands of operations the rest is in no cache.
    const protocol::operation_kind kind_;
    const bool empty_variables_, idempotent_;
    bool has_result_ = false;

public:
    bool waits_for_room = false;
    bool whole_only = false; ///< A result that grows is wanted only when it is whole.
    bool started = false;    ///< The operation was started on some link, at some time.
    bool restarted = false;  ///< The latest start was not the first.
    bool resumed = false;    ///< The latest start told the server where to go on.
    unsigned sent = 0;       ///< How often the operation was started.

    std::shared_ptr<event_channel> events;
    transport::runtime::timer_id first_event = 0;

private:
    std::unique_ptr<resumption> resume_;
    std::unique_ptr<growing_result> growing_;

public:
    std::unique_ptr<observation> observed; ///< Null if nobody looks on.
    transport::runtime::timer_id deadline = 0;
    std::list<live_operation>::iterator place; ///< Where the supervisor keeps the operation.
    std::uint64_t id = 0;                      ///< The id on the present link; 0 if the operation is not started there.
    struct back_pressure {
        transport::runtime::timer_id stall = 0; ///< The timer while the consumer is watched; else 0.
        std::uint64_t taken = 0;                ///< How many events had been taken when the watch began.
        /// Since when the server's side is stopped, for want of room in the queue.
        std::optional<transport::runtime::time_point> stopped_since;
    };
    std::unique_ptr<back_pressure> pressed; ///< Null unless the queue has been full.

private:
    struct resumption {
        resume_hook hook;
        std::string pointer, variable;
        std::string last_event; ///< The text of the last result, only if there is a hook.
        std::string value;      ///< What last stood at the pointer, as JSON text.
        bool started_from;      ///< The variable was set before there was an event.
        bool hook_set = false;  ///< The hook has changed variables, at some time.
    };
    /// Sets the variables for a re-subscription. Returns whether they say where to go on.
    bool resume(unsigned max_depth);

    std::shared_ptr<const operation_text> text_;
    json::object variables_;
    /// The texts of numbers in variables that were given as text.
    std::shared_ptr<const detail::number_texts> numbers_;
    std::unique_ptr<json::object> extensions_; ///< Null if there are none.
    std::unique_ptr<const headers> fields_;
    struct growing_result {
        growing_result(std::size_t max_message_size, unsigned max_depth)
            : merged(max_message_size, max_depth), steps(std::make_shared<result_steps>(max_message_size, max_depth)) {}
        protocol::incremental_result merged;
        std::shared_ptr<result_steps> steps;
    };
};

} // namespace corogql::engine
