/// A sequence's wait() in a coroutine of its own, so that who waits may give up, and several can be waited for at once.
#pragma once

#include <corogql/detail/bell.hpp>
#include <corogql/detail/sequence.hpp>

#include <memory>

namespace corogql::detail {

/// Used by one consumer. It is never cancelled: closing the sequence ends it.
class background_wait {
public:
    background_wait();

    /// The sequence must be left alone meanwhile.
    bool busy() const noexcept;
    /// Not while busy. Rings when it is over.
    void start(const asio::any_io_executor& on, std::shared_ptr<waitable> what, const bell& over);
    /// Throws what the last wait has thrown, once.
    void rethrow() const;

private:
    struct state;
    std::shared_ptr<state> state_;
    static asio::awaitable<void> run(std::shared_ptr<waitable> what, std::shared_ptr<state> shared, bell over);
};

} // namespace corogql::detail
