/// The blocking client is for code that blocks: it runs the same engine on a thread of its own.
#pragma once

#include <corogql/blocking_pages.hpp>
#include <corogql/blocking_subscription.hpp>
#include <corogql/client.hpp>
#include <corogql/event_loop.hpp>
#include <corogql/pending.hpp>

#include <chrono>
#include <memory>

namespace corogql {

/// A blocking client runs queries, mutations and subscriptions for code that blocks. It is thread-safe. Called on its
/// own loop thread, or in a child of the process that made it, where waiting would be for ever, the blocking calls
/// throw kind `usage`.
///
/// The destructor closes the client, politely but within websocket_options::close_timeout(), and joins the thread when
/// the loop is its own. On the loop's own thread it does so in the background. A static client bears exit(), also on
/// its loop's thread and in a child of fork().
class blocking_client {
public:
    /// Makes a client with a thread of its own, or on a `loop` that several clients share. Throws kind `config` when
    /// the options cannot work.
    explicit blocking_client(client_options options, std::shared_ptr<event_loop> loop = nullptr);
    /// Closes the client and joins its thread; see the class for where it cannot.
    ~blocking_client();
    blocking_client(const blocking_client&) = delete;
    blocking_client& operator=(const blocking_client&) = delete;

    /// Runs a query or mutation, waits, and returns its response; it throws what client::execute() throws.
    response execute(request operation);
    /// Runs a query or mutation with a deadline for this call. When `timeout` passes the work is cancelled, not only
    /// the waiting, and kind `timeout` is thrown.
    response execute(request operation, std::chrono::nanoseconds timeout);
    /// Starts a query or mutation and returns at once, with a handle that waits for its response or cancels it.
    pending<response> start(request operation);

    /// Starts a subscription and returns at once; what the network does comes with its events. See client::subscribe().
    blocking_subscription subscribe(request operation, subscribe_options options = {});
    /// Begins a walk through the pages of a query, which sends nothing before the first page is asked for. See
    /// client::paginate().
    blocking_pages paginate(request operation, page_options options = {});

    /// Ends every operation, closes all connections, and returns when that is done; see client::close(). New work may
    /// follow.
    void close();

    /// Returns the loop that the client works on.
    const std::shared_ptr<event_loop>& loop() const noexcept { return loop_; }

private:
    friend schema load_schema(blocking_client& api);

    std::shared_ptr<event_loop> loop_;
    client client_;
};

} // namespace corogql
