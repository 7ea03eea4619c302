/// These are the options of one subscription.
#pragma once

#include <corogql/response.hpp>
#include <corogql/subscription_transport.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace corogql {

/// A policy says what happens when the consumer is slower than the server.
enum class overflow_policy {
    /// The server's side of this one stream is stopped; when the queue is half empty it is started again behind the
    /// last event, by the resume hook. Nothing is lost and nobody else waits. It happens when buffer_bytes() are full,
    /// or when the consumer has taken nothing for stall_timeout() (default 1 s) from a queue of more than buffer()
    /// events: a burst passes. It is the default where there is a hook.
    resume,
    /// The socket is not read until there is room: nothing is lost, but every operation on the socket waits. A consumer
    /// that takes nothing for stall_timeout() (default 60 s) fails with kind `overflow`.
    block,
    /// A consumer that takes nothing for stall_timeout() (default 1 s) from a queue of buffer() events fails with kind
    /// `overflow`. Until then nobody else waits, as long as buffer_bytes() are enough: a burst passes. It is the
    /// default without a resume hook.
    fail,
    /// The oldest events in the queue make room; a notice tells how many. Nobody else waits.
    drop_oldest,
};

/// A resume hook turns the variables of a subscription into those that continue where it stopped. It is called before
/// each re-subscription, with the last delivered event's result, or null when there was none; of a result that comes in
/// steps only the whole counts. It runs on the client's executor; what it throws ends the subscription (kind `callback`
/// unless it is a corogql::error).
using resume_hook = std::function<void(json::object& variables, const response* last_event)>;

/// Subscribe options belong to one stream. What cannot work (a queue of nothing, a negative time) is an error of kind
/// `usage` of subscribe().
class subscribe_options {
public:
    /// Makes options with every default.
    subscribe_options() = default;

    /// Sets a hook that is asked where to go on before each re-subscription. Default: none, the stream starts anew.
    subscribe_options& resume(resume_hook hook) { return resume_ = std::move(hook), *this; }
    /// Sets where to go on in the declarative form: `variable_path` ("input.offset") is set to what stands at
    /// `pointer`, a JSON pointer (RFC 6901) into the result ("/data/logs/endOffset"), in the last event that has it and
    /// is whole (response::has_next() is false). Before there was one the variable is left alone. A hook given as well
    /// runs after this. subscribe() throws kind `usage` when the pointer does not begin with `/`, or the operation does
    /// not declare the variable.
    subscribe_options& resume(std::string pointer, std::string variable_path) {
        resume_pointer_ = std::move(pointer);
        resume_variable_ = std::move(variable_path);
        return *this;
    }

    /// Sets where to go on: the value that cursor() of an earlier subscription gave, perhaps in another process. It is
    /// set at resume()'s variable path before the first subscription; without such a path it is ignored. Default:
    /// nothing.
    subscribe_options& start_from(json::value cursor) { return start_from_ = std::move(cursor), *this; }
    /// Sets what carries this stream. Default: client_options::subscriptions_over().
    subscribe_options& over(subscription_transport transport) { return over_ = transport, *this; }
    /// Gives this stream a websocket of its own, in place of the one that the client's operations share. Default:
    /// false.
    subscribe_options& own_socket(bool yes) { return own_socket_ = yes, *this; }

    /// Sets what happens when the queue is full. Default: overflow_policy::resume where there is a resume hook, else
    /// overflow_policy::fail.
    subscribe_options& overflow(overflow_policy policy) { return overflow_ = policy, *this; }
    /// Sets how many events the queue holds; not zero. Default: 1024.
    subscribe_options& buffer(std::size_t events) { return buffer_ = events, *this; }
    /// Sets how many bytes of event text the queue holds, not zero; one event larger than that still passes. Default:
    /// 16 MiB.
    subscribe_options& buffer_bytes(std::size_t bytes) { return buffer_bytes_ = bytes, *this; }
    /// Sets how long a consumer may take nothing from a full queue; see overflow_policy. Default: 1 s, with `block` 60
    /// s.
    subscribe_options& stall_timeout(std::chrono::nanoseconds limit) { return stall_timeout_ = limit, *this; }

    /// Sets how long the first event may take from subscribe() on; kind `timeout` is thrown when that passes. Zero: any
    /// time, the default.
    subscribe_options& first_event_timeout(std::chrono::nanoseconds limit) {
        return first_event_timeout_ = limit, *this;
    }
    /// Delivers notices of reconnections in the stream (event::notice()). Default: false.
    subscribe_options& notices(bool yes) { return notices_ = yes, *this; }

    /// Returns the resume hook; empty without one.
    const resume_hook& resume() const noexcept { return resume_; }
    /// Returns the JSON pointer of the declarative resume(); empty without one.
    const std::string& resume_pointer() const noexcept { return resume_pointer_; }
    /// Returns the variable path of the declarative resume(); empty without one.
    const std::string& resume_variable() const noexcept { return resume_variable_; }
    /// Returns where to go on at first; nothing by default.
    const std::optional<json::value>& start_from() const noexcept { return start_from_; }
    /// Returns what carries this stream; nothing when the client's options say it.
    const std::optional<subscription_transport>& over() const noexcept { return over_; }
    /// Returns whether this stream has a websocket of its own.
    bool own_socket() const noexcept { return own_socket_; }
    /// Returns whether a resume() of either form was set.
    bool resumes() const noexcept { return resume_ || !resume_variable_.empty(); }
    /// Returns what happens when the queue is full, the default included.
    overflow_policy overflow() const noexcept {
        return overflow_.value_or(resumes() ? overflow_policy::resume : overflow_policy::fail);
    }
    /// Returns how many events the queue holds.
    std::size_t buffer() const noexcept { return buffer_; }
    /// Returns how many bytes of event text the queue holds.
    std::size_t buffer_bytes() const noexcept { return buffer_bytes_; }
    /// Returns how long a consumer may take nothing from a full queue, the default included.
    std::chrono::nanoseconds stall_timeout() const noexcept {
        if (stall_timeout_) return *stall_timeout_;
        return std::chrono::seconds(overflow() == overflow_policy::block ? 60 : 1);
    }
    /// Returns how long the first event may take; zero for any time.
    std::chrono::nanoseconds first_event_timeout() const noexcept { return first_event_timeout_; }
    /// Returns whether notices come in the stream.
    bool notices() const noexcept { return notices_; }

private:
    resume_hook resume_;
    std::string resume_pointer_;
    std::string resume_variable_;
    std::optional<json::value> start_from_;
    std::optional<subscription_transport> over_;
    bool own_socket_ = false;
    std::optional<overflow_policy> overflow_;
    std::size_t buffer_ = 1024;
    std::size_t buffer_bytes_ = 16 * 1024 * 1024;
    std::optional<std::chrono::nanoseconds> stall_timeout_;
    std::chrono::nanoseconds first_event_timeout_{0};
    bool notices_ = false;
};

} // namespace corogql
