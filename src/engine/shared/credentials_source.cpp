#include "engine/shared/credentials_source.hpp"

#include "engine/shared/scoped_entry.hpp"
#include "protocol/http/header_rules.hpp"
#include "values/at_exit.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/thrown.hpp"

#include <corogql/error.hpp>

namespace corogql::engine {

namespace {

/// Ends the operation with what a provider threw, whose message may hold secrets only as far as the user puts them
/// there.
[[noreturn]] void rethrow_as_credentials_error(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const error&) {
        throw;
    } catch (...) {
        throw detailed_error(error_kind::credentials, "the credentials provider failed: " + detail::words_of(failure))
            .phase(error_phase::credentials);
    }
}

/// Calls the provider, which lives as long as what it does: a coroutine of its own may look at what it captured.
asio::awaitable<credentials> call(std::shared_ptr<const credentials_provider> provider, bool refused) {
    co_return co_await (*provider)(refused);
}

} // namespace

asio::awaitable<credentials> credentials_source::ask(bool refused, time_point until) {
    const auto work = std::make_shared<transport::cancellable_task<credentials>>(runtime_);
    std::erase_if(jobs_, [](const auto& old) { return old.expired(); });
    jobs_.push_back(work);
    work->start(call(provider_, refused));
    const bool in_time = co_await work->wait(until);
    if (!in_time)
        throw detailed_error(error_kind::timeout, "timed out waiting for the credentials provider")
            .phase(error_phase::credentials);
    if (work->failure()) rethrow_as_credentials_error(work->failure());
    auto given = work->take();
    protocol::check_headers(given.headers());
    co_return given;
}

asio::awaitable<credentials> credentials_source::get(time_point until) {
    if (!provider_) co_return credentials();
    if (renewed_) {
        auto given = std::move(*renewed_);
        renewed_.reset();
        co_return given;
    }
    co_return co_await ask(false, until);
}

asio::awaitable<bool> credentials_source::refresh(std::uint64_t refused_generation, time_point until) {
    if (generation_ != refused_generation) co_return false;
    if (refreshing_) {
        transport::waiter turn(runtime_);
        const scoped_entry guard(waiting_, turn);
        const bool in_time = co_await turn.wait_until(until);
        if (generation_ != refused_generation) co_return true;
        if (refused_us_ && in_time) std::rethrow_exception(refused_us_);
        if (!in_time)
            throw detailed_error(error_kind::timeout, "timed out waiting for fresh credentials")
                .phase(error_phase::credentials);
        co_return co_await refresh(refused_generation, until); // who asked gave up: it is our turn
    }
    refreshing_ = true;
    const detail::at_exit guard([this] {
        refreshing_ = false;
        for (auto* turn : waiting_) turn->notify();
    });
    refused_us_ = nullptr;
    std::optional<credentials> given;
    try {
        given = co_await ask(true, until);
    } catch (const error& failure) {
        if (failure.kind() != error_kind::timeout) refused_us_ = std::current_exception();
        throw;
    }
    renewed_ = std::move(given);
    ++generation_;
    co_return true;
}

void credentials_source::interrupt() {
    for (const auto& work : jobs_)
        if (const auto running = work.lock()) running->interrupt();
    for (auto* turn : waiting_) turn->interrupt();
}

} // namespace corogql::engine
