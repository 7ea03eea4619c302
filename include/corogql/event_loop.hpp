/// A thread that runs an io_context: what blocking clients work on.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace corogql {

namespace asio = boost::asio;

/// Several blocking clients may share one. The destructor stops the loop and joins its thread; clients must be gone
/// by then. Must not be destroyed on its own thread.
class event_loop {
public:
    event_loop();
    ~event_loop();
    event_loop(const event_loop&) = delete;
    event_loop& operator=(const event_loop&) = delete;

    asio::any_io_executor executor() const;
    bool running_in_this_thread() const noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace corogql
