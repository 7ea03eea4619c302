/// An interceptor_chain has the interceptors around one attempt.
#pragma once

#include "transport/cancellable_task.hpp"

#include <corogql/interceptor.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace corogql::engine {

class interceptor_chain : public std::enable_shared_from_this<interceptor_chain> {
public:
    using time_point = transport::runtime::time_point;
    using list = std::vector<std::shared_ptr<interceptor>>;

    interceptor_chain(transport::runtime& runtime, const list& all, http_attempt attempt)
        : runtime_(runtime), all_(all), attempt_(std::move(attempt)), began_(runtime.now()) {}

    /// Asks all interceptors. Throws corogql::error: an interceptor's own, else kind callback; kind timeout when
    /// `until` passed first.
    asio::awaitable<void> before(time_point until);
    /// Ends before() with operation_aborted.
    void interrupt();
    /// Tells the interceptors whose before() has returned. Returns kind `callback` for the first one that threw.
    std::optional<error> after(http_outcome outcome);
    const headers& fields() const noexcept { return attempt_.headers(); }

private:
    /// Calls before() of each interceptor. Returns false when `until` has passed, or nobody waits any more.
    static asio::awaitable<bool> run(std::shared_ptr<interceptor_chain> self, time_point until);

    transport::runtime& runtime_;
    const list all_;
    http_attempt attempt_;
    const time_point began_;
    std::weak_ptr<transport::cancellable_task<bool>> work_;
    bool awaited_ = true;
    std::size_t ready_ = 0; ///< The number of interceptors whose before() has returned.
};

} // namespace corogql::engine
