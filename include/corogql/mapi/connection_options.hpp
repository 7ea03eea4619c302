/// Connection options say how to reach MAPI.
#pragma once

#include <corogql/client_options.hpp>
#include <corogql/event_loop.hpp>
#include <corogql/mapi/environment.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace corogql::mapi {

/// A retry policy repeats requests that failed with 429, 502, 503 or 504. The wait before retry n (from 1) is `min(max,
/// initial * 2^(n-1))` plus an even share of `jitter`; Retry-After prolongs it.
class retry_policy {
public:
    /// Sets how many attempts there are in all. Default: 10.
    retry_policy& attempts(unsigned count) { return attempts_ = count, *this; }
    /// Sets the wait before the first retry, without jitter. Default: 1 s.
    retry_policy& initial(std::chrono::nanoseconds wait) { return initial_ = wait, *this; }
    /// Sets the longest wait, without jitter. Default: 60 s.
    retry_policy& max(std::chrono::nanoseconds wait) { return max_ = wait, *this; }
    /// Sets the most that chance adds to a wait. Default: 1 s.
    retry_policy& jitter(std::chrono::nanoseconds most) { return jitter_ = most, *this; }
    /// Repeats mutations after failures that leave open whether the server has run them, as `mcli` does: a run may then
    /// be created twice. Default: false; such a failure is final unless operation::idempotent() is set.
    retry_policy& repeat_mutations(bool yes) { return repeat_mutations_ = yes, *this; }

    /// Returns how many attempts there are in all.
    unsigned attempts() const noexcept { return attempts_; }
    /// Returns the wait before the first retry, without jitter.
    std::chrono::nanoseconds initial() const noexcept { return initial_; }
    /// Returns the longest wait, without jitter.
    std::chrono::nanoseconds max() const noexcept { return max_; }
    /// Returns the most that chance adds to a wait.
    std::chrono::nanoseconds jitter() const noexcept { return jitter_; }
    /// Returns whether mutations are repeated that may have been done.
    bool repeat_mutations() const noexcept { return repeat_mutations_; }

private:
    unsigned attempts_ = 10;
    std::chrono::nanoseconds initial_ = std::chrono::seconds(1);
    std::chrono::nanoseconds max_ = std::chrono::seconds(60);
    std::chrono::nanoseconds jitter_ = std::chrono::seconds(1);
    bool repeat_mutations_ = false;
};

/// Connection options are given to a connection; setters chain, and every limit has a default.
class connection_options {
public:
    /// Sets the value of the Authorization header as it is, before MOSAICML_API_KEY and the configuration file.
    /// Default: those.
    connection_options& api_key(std::string key) { return api_key_ = std::move(key), *this; }
    /// Sets the URL of the endpoint, before MOSAICML_API_ENDPOINT and the mode's endpoint. Default: those.
    connection_options& endpoint(std::string url) { return endpoint_ = std::move(url), *this; }
    /// Sets where environment variables are looked up. Default: the process's environment.
    connection_options& variables(environment source) { return variables_ = std::move(source), *this; }
    /// Sets what `x-mosaicml-client-version` says. Default: that of the `mcli` whose engine this one follows, "0.6.35";
    /// the User-Agent tells corogql's.
    connection_options& client_version(std::string text) { return client_version_ = std::move(text), *this; }

    /// Sets the loop to work on, which several connections may share. Default: a thread of its own.
    connection_options& loop(std::shared_ptr<event_loop> shared) { return loop_ = std::move(shared), *this; }
    /// Sets how many requests may be in flight; more wait their turn. There are the same number of threads for
    /// run_in_threadpool(), of the pool that all connections share, unless it is set here: then the connection has a
    /// pool of its own. Default: 10.
    connection_options& concurrency(std::size_t requests) {
        concurrency_ = requests;
        own_pool_ = true;
        return *this;
    }

    /// Sets how failed requests are repeated. Default: ten attempts; see retry_policy.
    connection_options& retry(retry_policy policy) { return retry_ = policy, *this; }
    /// Sets the deadline of a whole operation, repetitions included; zero: none. Default: none, as the waits of ten
    /// attempts add up to four minutes. get_return_response() has its own, shorter one.
    connection_options& timeout(std::chrono::nanoseconds limit) { return timeout_ = limit, *this; }
    /// Sets how long one attempt may take. Default: 60 s.
    connection_options& attempt_timeout(std::chrono::nanoseconds limit) { return attempt_timeout_ = limit, *this; }
    /// Sets how long connection_ack may take after connection_init, and the eager connect as a whole. Default:
    /// MCLI_TIMEOUT, else 10 s.
    connection_options& connect_timeout(std::chrono::nanoseconds limit) { return connect_timeout_ = limit, *this; }
    /// Sets how the websocket is connected again, without end. Default: waits from 1 s up to 300 s, full jitter.
    connection_options& reconnect(backoff_options policy) { return reconnect_ = policy, *this; }
    /// Lets MCLI_TIMEOUT win over timeouts given in calls, as it does in `mcli`. Default: false, it is the default.
    connection_options& environment_timeout_wins(bool yes) { return environment_timeout_wins_ = yes, *this; }

    /// Sets who is told one line about a request or the websocket's life, without secrets. It is called on the loop.
    /// Default: nobody.
    connection_options& log(log_function function) { return log_ = std::move(function), *this; }
    /// Sets a function for what has no option here (TLS, sizes, …): it is called with the general client's options just
    /// before the client is made. Default: none.
    connection_options& adjust(std::function<void(client_options&)> change) {
        return adjust_ = std::move(change), *this;
    }

    /// Returns the value of the Authorization header; empty when environment or file say it.
    const std::string& api_key() const noexcept { return api_key_; }
    /// Returns the URL of the endpoint; empty when environment or mode say it.
    const std::string& endpoint() const noexcept { return endpoint_; }
    /// Returns where environment variables are looked up.
    const environment& variables() const noexcept { return variables_; }
    /// Returns what `x-mosaicml-client-version` says.
    const std::string& client_version() const noexcept { return client_version_; }
    /// Returns the loop to work on; null for one of its own.
    const std::shared_ptr<event_loop>& loop() const noexcept { return loop_; }
    /// Returns how many requests may be in flight.
    std::size_t concurrency() const noexcept { return concurrency_; }
    /// Returns whether the connection has a pool of threads of its own.
    bool own_pool() const noexcept { return own_pool_; }
    /// Returns how failed requests are repeated.
    const retry_policy& retry() const noexcept { return retry_; }
    /// Returns the deadline of a whole operation; zero for none.
    std::chrono::nanoseconds timeout() const noexcept { return timeout_; }
    /// Returns how long one attempt may take.
    std::chrono::nanoseconds attempt_timeout() const noexcept { return attempt_timeout_; }
    /// Returns how long connection_ack may take; nothing for the default.
    std::optional<std::chrono::nanoseconds> connect_timeout() const noexcept { return connect_timeout_; }
    /// Returns how the websocket is connected again.
    const backoff_options& reconnect() const noexcept { return reconnect_; }
    /// Returns whether MCLI_TIMEOUT wins over timeouts given in calls.
    bool environment_timeout_wins() const noexcept { return environment_timeout_wins_; }
    /// Returns who is told about requests and the websocket.
    const log_function& log() const noexcept { return log_; }
    /// Returns the function that changes the general client's options.
    const std::function<void(client_options&)>& adjust() const noexcept { return adjust_; }

private:
    std::string api_key_, endpoint_, client_version_ = "0.6.35";
    environment variables_ = process_environment();
    std::shared_ptr<event_loop> loop_;
    std::size_t concurrency_ = 10;
    bool own_pool_ = false;
    retry_policy retry_;
    std::chrono::nanoseconds timeout_{0};
    std::chrono::nanoseconds attempt_timeout_ = std::chrono::seconds(60);
    std::optional<std::chrono::nanoseconds> connect_timeout_;
    backoff_options reconnect_ = backoff_options().max(std::chrono::seconds(300));
    bool environment_timeout_wins_ = false;
    log_function log_;
    std::function<void(client_options&)> adjust_;
};

} // namespace corogql::mapi
