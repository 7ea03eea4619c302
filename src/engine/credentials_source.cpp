#include "engine/credentials_source.hpp"

#include "protocol/header_rules.hpp"

#include <corogql/error.hpp>

namespace corogql::detail {

namespace {

/// What a provider throws ends the operation; its message may hold secrets only as far as the user puts them there.
[[noreturn]] void rethrow_as_credentials_error(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const error&) {
        throw;
    } catch (const boost::system::system_error& aborted) {
        if (aborted.code() == asio::error::operation_aborted) throw;
        throw error(error_kind::credentials, std::string("the credentials provider failed: ") + aborted.what())
            .phase(error_phase::credentials);
    } catch (const std::exception& other) {
        throw error(error_kind::credentials, std::string("the credentials provider failed: ") + other.what())
            .phase(error_phase::credentials);
    }
}

} // namespace

asio::awaitable<credentials> credentials_source::ask(bool refused, time_point until) {
    const auto work = std::make_shared<job<credentials>>(runtime_);
    std::erase_if(jobs_, [](const auto& old) { return old.expired(); });
    jobs_.push_back(work);
    std::exception_ptr failure;
    std::optional<credentials> given;
    try {
        work->start(provider_(refused));
        given = co_await work->wait(until);
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) rethrow_as_credentials_error(failure);
    if (!given)
        throw error(error_kind::timeout, "timed out waiting for the credentials provider")
            .phase(error_phase::credentials);
    protocol::check_headers(given->headers());
    co_return std::move(*given);
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
        const auto place = waiting_.insert(waiting_.end(), &turn);
        struct leave {
            std::list<transport::waiter*>& list;
            std::list<transport::waiter*>::iterator place;
            ~leave() { list.erase(place); }
        };
        const leave guard{waiting_, place};
        co_await turn.wait_until(until);
        co_return true;
    }
    struct refreshing {
        credentials_source& source;
        explicit refreshing(credentials_source& s) : source(s) { source.refreshing_ = true; }
        ~refreshing() {
            source.refreshing_ = false;
            for (auto* turn : source.waiting_) turn->notify();
        }
    };
    const refreshing guard(*this);
    auto given = co_await ask(true, until);
    renewed_.emplace(std::move(given));
    ++generation_;
    co_return true;
}

void credentials_source::interrupt() {
    for (const auto& work : jobs_)
        if (const auto running = work.lock()) running->interrupt();
    for (auto* turn : waiting_) turn->interrupt();
}

} // namespace corogql::detail
