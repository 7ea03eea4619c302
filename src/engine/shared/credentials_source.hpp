/// A credentials_source gives fresh credentials for every attempt, with one refresh in flight at a time.
#pragma once

#include "transport/cancellable_task.hpp"
#include "transport/runtime.hpp"

#include <corogql/credentials.hpp>

#include <list>
#include <memory>

namespace corogql::engine {

class credentials_source {
public:
    using time_point = transport::runtime::time_point;

    credentials_source(transport::runtime& runtime, credentials_provider provider)
        : runtime_(runtime),
          provider_(provider ? std::make_shared<const credentials_provider>(std::move(provider)) : nullptr) {}

    bool has_provider() const noexcept { return provider_ != nullptr; }

    /// Returns how often credentials were renewed: an attempt notes the number, and names it when it is refused.
    std::uint64_t generation() const noexcept { return generation_; }

    /// Returns the credentials for an attempt: what the last refresh gave, if that was not used yet, else the
    /// provider's.
    asio::awaitable<credentials> get(time_point until);
    /// Renews the credentials after a refusal of those of `refused_generation`. When another attempt is renewing them,
    /// its renewal serves for this one as well, and so does a failure of the provider. Returns false if they were
    /// renewed before this call: those may have grown old as well, so a refusal of them may be excused once.
    asio::awaitable<bool> refresh(std::uint64_t refused_generation, time_point until);

    /// Ends what is under way with operation_aborted.
    void interrupt();

private:
    asio::awaitable<credentials> ask(bool refused, time_point until);

    transport::runtime& runtime_;
    const std::shared_ptr<const credentials_provider> provider_; ///< Null: there is none.
    std::uint64_t generation_ = 0;
    bool refreshing_ = false;
    /// What the provider threw in the last refresh, for those who waited for that refresh.
    std::exception_ptr refused_us_;
    std::optional<credentials> renewed_;    ///< What the last refresh gave, for the next get().
    std::list<transport::waiter*> waiting_; ///< Those who wait for the refresh under way.
    std::list<std::weak_ptr<transport::cancellable_task<credentials>>> jobs_;
};

} // namespace corogql::engine
