/// Fresh credentials for every attempt, with one refresh in flight at a time.
#pragma once

#include "transport/cancellable_task.hpp"
#include "transport/runtime.hpp"

#include <corogql/credentials.hpp>

#include <list>
#include <memory>

namespace corogql::engine {

namespace asio = boost::asio;

class credentials_source {
public:
    using time_point = transport::runtime::time_point;

    credentials_source(transport::runtime& runtime, credentials_provider provider)
        : runtime_(runtime), provider_(std::move(provider)) {}

    bool has_provider() const noexcept { return static_cast<bool>(provider_); }

    /// How often credentials were renewed: an attempt notes it, and says so when it is refused.
    std::uint64_t generation() const noexcept { return generation_; }

    /// For an attempt.
    asio::awaitable<credentials> get(time_point until);
    /// After a refusal of credentials of that generation. When another attempt is renewing them the same renewal
    /// serves, or the same failure of the provider. False when they were renewed before this call: those may have grown
    /// old as well, so a refusal of them may be excused once.
    asio::awaitable<bool> refresh(std::uint64_t refused_generation, time_point until);

    /// Ends what is under way with operation_aborted.
    void interrupt();

private:
    asio::awaitable<credentials> ask(bool refused, time_point until);

    transport::runtime& runtime_;
    credentials_provider provider_;
    std::uint64_t generation_ = 0;
    bool refreshing_ = false;
    std::exception_ptr refused_us_;      ///< what the provider threw in the last refresh, for those who waited for it
    std::optional<credentials> renewed_; ///< what the last refresh gave, for the next get()
    std::list<transport::waiter*> waiting_; ///< for the refresh under way
    std::list<std::weak_ptr<transport::cancellable_task<credentials>>> jobs_;
};

} // namespace corogql::engine
