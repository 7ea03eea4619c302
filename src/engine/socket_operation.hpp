/// One operation over the websocket, across all the links it lives through.
#pragma once

#include "engine/stream.hpp"
#include "protocol/operation.hpp"
#include "transport/runtime.hpp"

#include <corogql/lifecycle.hpp>
#include <corogql/request.hpp>
#include <corogql/subscribe_options.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace corogql::detail {

class socket_operation {
public:
    socket_operation(request what, subscribe_options options, std::shared_ptr<stream> events);

    /// The text of the next (re-)subscription. From the second on the resume hook decides the variables; what it
    /// throws comes through.
    std::string next_payload(unsigned max_depth);

    /// Where it belongs in a distributed trace, unless its request says so itself.
    void trace(const trace_context& context);

    /// Remembers what a resume hook needs.
    void delivered(std::string_view result);

    bool is_subscription() const noexcept { return kind_ == protocol::operation_kind::subscription; }
    /// Whether it may be sent again after the link it was sent on was lost.
    bool may_restart() const noexcept {
        return is_subscription() || kind_ == protocol::operation_kind::query || what_.idempotent();
    }
    bool has_result() const noexcept { return has_result_; }
    bool resumes() const noexcept { return options_.resumes(); }
    /// What to do about a full queue: stop the server's side; otherwise the link waits or the stream fails.
    bool steps_aside() const noexcept { return is_subscription() && options_.overflow() == overflow_policy::resume; }
    const subscribe_options& options() const noexcept { return options_; }

    std::shared_ptr<stream> events;
    std::uint64_t id = 0; ///< on the present link; 0: not started there
    bool started = false; ///< on some link, at some time
    /// Since when the server's side is stopped, for want of room in the queue.
    std::optional<transport::runtime::time_point> stopped_since;
    transport::runtime::timer_id deadline = 0;
    transport::runtime::timer_id first_event = 0;
    transport::runtime::timer_id stall = 0; ///< since the queue is crowded,
    std::uint64_t taken = 0;                ///< when so many events had been taken from it

private:
    void resume(unsigned max_depth);

    request what_;
    subscribe_options options_;
    protocol::operation_kind kind_;
    json::object variables_;
    std::string last_event_;   ///< only where there is a resume hook
    std::string resume_value_; ///< what last stood at the resume pointer, as JSON text
    bool has_result_ = false;
};

} // namespace corogql::detail
