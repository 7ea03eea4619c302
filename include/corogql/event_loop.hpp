/// An event loop is a thread that runs an io_context: what blocking clients work on.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace corogql {

namespace asio = boost::asio;

/// An event loop may be shared by several blocking clients. The destructor stops the loop and joins its thread; what is
/// pending then is dropped. On its own thread it does neither: the thread goes on with what is under way, and ends
/// behind it. In a process that fork() made there is no such thread: blocking calls throw kind `usage`, and what
/// belongs to the loop is left alone when it is destroyed, so that exit() returns.
class event_loop {
public:
    /// Starts the thread.
    event_loop();
    /// Stops the loop and joins its thread; see the class for where it cannot.
    ~event_loop();
    event_loop(const event_loop&) = delete;
    event_loop& operator=(const event_loop&) = delete;

    /// Returns the executor of the loop.
    asio::any_io_executor executor() const;
    /// Returns whether the caller is on the loop's own thread.
    bool running_in_this_thread() const noexcept;
    /// Returns whether this process is a child of the one that made the loop.
    bool forked() const noexcept;
    /// Throws kind `usage` where waiting for the loop would be for ever.
    void check_wait() const;

private:
    struct state;
    std::shared_ptr<state> state_; ///< The loop's thread shares it.
};

} // namespace corogql
