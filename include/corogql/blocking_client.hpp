/// The client for code that blocks: the same engine on a thread of its own.
#pragma once

#include <corogql/blocking_pages.hpp>
#include <corogql/blocking_subscription.hpp>
#include <corogql/client.hpp>
#include <corogql/event_loop.hpp>
#include <corogql/pending.hpp>

#include <chrono>
#include <memory>

namespace corogql {

/// Thread-safe. Called on its own loop thread, or in a child of the process that made it, where waiting would be for
/// ever, the blocking calls throw kind `usage`. The destructor closes the client, politely but within
/// websocket_options::close_timeout(), and joins the thread when the loop is its own. On the loop's own thread it does
/// so in the background. A static one bears exit(), also on its loop's thread and in a child of fork().
class blocking_client {
public:
    /// With a thread of its own, or on a loop that several clients share. Throws kind config when the options
    /// cannot work.
    explicit blocking_client(client_options options, std::shared_ptr<event_loop> loop = nullptr);
    ~blocking_client();
    blocking_client(const blocking_client&) = delete;
    blocking_client& operator=(const blocking_client&) = delete;

    /// Runs a query or mutation and returns its response; see client::execute().
    response execute(request operation);
    /// The same with a deadline. When it passes the work is cancelled, not only the waiting.
    response execute(request operation, std::chrono::nanoseconds timeout);
    /// Starts it and returns at once.
    pending<response> start(request operation);

    blocking_subscription subscribe(request operation, subscribe_options options = {});
    blocking_pages paginate(request operation, page_options options = {});

    /// Ends every operation and closes all connections; see client::close(). New work may follow.
    void close();

    const std::shared_ptr<event_loop>& loop() const noexcept { return loop_; }

private:
    std::shared_ptr<event_loop> loop_;
    client client_;
};

} // namespace corogql
