/// One operation over a websocket or an answer that streams, across all the links it lives through. There may be ten
/// thousand: what only some need is kept apart.
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

    /// Keeps the document with others who have the same.
    void share_document(shared_texts& documents) { document_ = documents.share(document_); }
    /// Where it belongs in a distributed trace, unless its request says so itself.
    void trace(const trace_context& context);
    /// The request's own header fields, for links that have a place for them.
    const headers& fields() const noexcept;

    /// The next (re-)subscription, as it lies here. From the second on the resume hook decides the variables; what it
    /// throws comes through.
    protocol::payload_parts next(unsigned max_depth);

    enum class growth {
        none, ///< the step was a heartbeat, or only the whole is wanted
        some, ///< steps() are more
        whole ///< take_whole() is due
    };
    /// Adds a step of an incremental result, whose first step it may be. Throws what incremental_result throws.
    growth grow(std::string_view step, std::size_t max_message_size, unsigned max_depth);
    const std::shared_ptr<result_steps>& steps() const noexcept { return growing_->steps; }
    response take_whole();
    /// The server said that more of a result will come.
    bool growing() const noexcept { return growing_ != nullptr; }

    /// Remembers what a resume hook needs.
    void delivered(std::string_view result);

    const std::string& document() const noexcept { return *document_; }
    const std::string& name() const noexcept { return operation_name_; }
    protocol::operation_kind kind() const noexcept { return kind_; }
    bool is_subscription() const noexcept { return kind_ == protocol::operation_kind::subscription; }
    /// Whether it may be sent again after the link it was sent on was lost.
    bool may_restart() const noexcept {
        return is_subscription() || kind_ == protocol::operation_kind::query || idempotent_;
    }
    bool has_result() const noexcept { return has_result_; }

    std::shared_ptr<event_channel> events;
    std::list<live_operation>::iterator place; ///< where the supervisor keeps it
    std::uint64_t id = 0;                      ///< on the present link; 0: not started there
    /// Since when the server's side is stopped, for want of room in the queue.
    std::optional<transport::runtime::time_point> stopped_since;
    bool waits_for_room = false;
    transport::runtime::timer_id deadline = 0;
    transport::runtime::timer_id first_event = 0;
    transport::runtime::timer_id stall = 0; ///< since the consumer is watched,
    std::uint64_t taken = 0;                ///< when so many events had been taken from it
    std::unique_ptr<observation> observed;  ///< Null: nobody looks on.
    unsigned sent = 0;                      ///< How often it was started.
    bool whole_only = false;                ///< a result that grows is wanted when it is whole
    bool started = false;                   ///< on some link, at some time,
    bool restarted = false;                 ///< and again on the present one,
    bool resumed = false;                   ///< from where it stopped

private:
    struct resumption {
        resume_hook hook;
        std::string pointer, variable;
        std::string last_event; ///< only where there is a hook
        std::string value;      ///< what last stood at the pointer, as JSON text
        bool started_from;      ///< the variable was set before there was an event
        bool hook_set = false;  ///< the hook has changed variables, at some time
    };
    /// Whether the variables say where to go on.
    bool resume(unsigned max_depth);

    const bool empty_variables_, idempotent_;
    bool has_result_ = false;
    const protocol::operation_kind kind_;
    std::shared_ptr<const std::string> document_;
    const std::string operation_name_;
    json::object variables_;
    std::shared_ptr<const detail::number_texts> numbers_; ///< of variables given as text
    json::object extensions_;
    std::unique_ptr<resumption> resume_;
    std::unique_ptr<const headers> fields_;
    struct growing_result {
        growing_result(std::size_t max_message_size, unsigned max_depth)
            : merged(max_message_size, max_depth), steps(std::make_shared<result_steps>(max_message_size, max_depth)) {}
        protocol::incremental_result merged;
        std::shared_ptr<result_steps> steps;
    };
    std::unique_ptr<growing_result> growing_;
};

} // namespace corogql::engine
