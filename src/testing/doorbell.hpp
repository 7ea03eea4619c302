/// Where one coroutine sleeps until another part of the same loop has something for it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace corogql::testing {

namespace asio = boost::asio;

/// Not thread-safe. A sleeper owns what it will resume with, the bell among it: ring before letting go of it.
class doorbell {
public:
    explicit doorbell(asio::any_io_executor executor);
    ~doorbell();

    /// Wakes the sleeper; without one, the next wait() returns at once.
    void ring();
    asio::awaitable<void> wait();

    /// Somebody asleep on the bell; internal.
    class sleeper {
    public:
        virtual ~sleeper() = default;
        virtual void wake() = 0;
    };

private:
    asio::any_io_executor executor_;
    std::unique_ptr<sleeper> sleeper_;
    bool rung_ = false;
};

} // namespace corogql::testing
