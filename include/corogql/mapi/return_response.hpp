/// What was started is waited for by the rules of `mcli`'s `future` and `timeout` arguments.
#pragma once

#include <corogql/mapi/config.hpp>
#include <corogql/mapi/error.hpp>
#include <corogql/mapi/singleton.hpp>
#include <corogql/pending.hpp>

#include <boost/system/system_error.hpp>

#include <chrono>
#include <optional>
#include <utility>

namespace corogql::mapi {

/// Wait options say how long a caller waits. Without any call of timeout() that is MCLI_TIMEOUT, else 10 s.
class wait_options {
public:
    /// Sets how long is waited. Default: MCLI_TIMEOUT, else 10 s.
    wait_options& timeout(std::chrono::nanoseconds limit) { return timeout_ = limit, given_ = true, *this; }
    /// Waits until the operation ends by itself.
    wait_options& no_timeout() { return timeout_ = std::nullopt, given_ = true, *this; }
    /// Sets where MCLI_TIMEOUT is looked up. Default: the process's environment.
    wait_options& variables(environment source) { return variables_ = std::move(source), *this; }
    /// Lets MCLI_TIMEOUT win over timeout(), as it does in `mcli`. Default: false.
    wait_options& environment_timeout_wins(bool yes) { return environment_wins_ = yes, *this; }

    /// Returns how long is waited; nothing: no limit. Throws config_error when MCLI_TIMEOUT is needed and is no number.
    std::optional<std::chrono::nanoseconds> limit() const {
        if (given_ && !environment_wins_) return timeout_;
        return get_timeout(variables_, given_ ? timeout_ : std::chrono::seconds(10));
    }

private:
    std::optional<std::chrono::nanoseconds> timeout_;
    bool given_ = false, environment_wins_ = false;
    environment variables_ = process_environment();
};

/// The type of as_future is this.
struct as_future_t {};
/// This is for the caller who waits later: it beats any timeout.
inline constexpr as_future_t as_future;

/// Returns what was started as it is, for who waits later.
template <class Pending>
Pending get_return_response(Pending answer, as_future_t, const wait_options& = {}) {
    return answer;
}

/// Waits for the result and returns it, but at most as long as the options say: then the operation is cancelled,
/// repetitions included, and timeout_error thrown, with the last failure as its description.
template <class Pending>
auto get_return_response(Pending answer, const wait_options& options = {}) {
    const auto limit = options.limit();
    if (!limit || answer.wait_for(*limit)) return answer.get();
    answer.cancel();
    std::optional<std::string> last;
    try {
        return answer.get(); // it may have come just now
    } catch (const request_cancelled& cancelled) {
        if (!cancelled.last_failure().empty()) last = cancelled.last_failure();
    } catch (const boost::system::system_error&) {
        // Cancelled before its first attempt.
    }
    throw timeout_error(std::move(last));
}

} // namespace corogql::mapi
