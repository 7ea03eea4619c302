/// A connection was accepted: it has a stream, the end of that, and waiting that the end interrupts.
#pragma once

#include <corogql/testing/faults.hpp>

#include "testing/server/recorder.hpp"
#include "testing/server/service.hpp"
#include "transport/waiter.hpp"

#include <memory>
#include <string_view>

namespace corogql::testing {

class connection : public std::enable_shared_from_this<connection> {
public:
    /// `abort` makes the following close() of the stream a reset; it may be empty.
    connection(std::shared_ptr<service> owner, std::unique_ptr<transport::byte_stream> stream,
               std::function<void()> abort);
    ~connection();
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    service& owner() noexcept { return *owner_; }
    transport::runtime& clock() noexcept { return owner_->clock(); }

    /// Reads some bytes. Returns 0 at any end, clean or not.
    asio::awaitable<std::size_t> read(asio::mutable_buffer buffer);
    /// Writes all bytes. Throws when the peer has gone.
    asio::awaitable<void> write(std::string_view bytes);
    /// Waits so long; returns early when the connection is cut.
    asio::awaitable<void> pause(std::chrono::milliseconds time);
    /// Says nothing and throws away what comes, until the peer leaves.
    asio::awaitable<void> hold();
    /// Ends the connection in order: first our side, then for a second the peer's, so that no reset overtakes the last
    /// bytes. With `read_elsewhere`, whoever reads has to end() the connection then.
    asio::awaitable<void> finish(bool read_elsewhere = false);

    void end(cut how) noexcept;
    bool ended() const noexcept { return ended_; }

private:
    std::shared_ptr<service> owner_;
    std::unique_ptr<transport::byte_stream> stream_;
    std::function<void()> abort_;
    transport::waiter bell_;
    live_count live_;
    bool ended_ = false;
};

} // namespace corogql::testing
