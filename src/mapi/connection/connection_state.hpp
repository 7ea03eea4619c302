/// The handles of a connection share its state: a client on a loop, and how MAPI's requests run on it.
#pragma once

#include "mapi/connection/authorization.hpp"
#include "mapi/connection/sigterm_registry.hpp"
#include "mapi/connection/thread_pool.hpp"
#include "values/errors/thrown.hpp"

#include <corogql/client.hpp>
#include <corogql/mapi/connection_options.hpp>
#include <corogql/mapi/response.hpp>

#include <memory>

namespace corogql::mapi::detail {

class connection_state : public std::enable_shared_from_this<connection_state> {
public:
    using clock = std::chrono::steady_clock;
    using ticket = sigterm_registry::ticket;

    /// Makes a state, which is kept by handles and by work under way. It may be destroyed on any thread, also on its
    /// own loop's.
    static std::shared_ptr<connection_state> make(connection_options options);
    ~connection_state();

    const connection_options& options() const noexcept { return options_; }
    const std::string& endpoint() const noexcept { return endpoint_; }
    /// The endpoint without user information, for messages.
    const std::string& shown_endpoint() const noexcept { return shown_endpoint_; }
    const std::shared_ptr<event_loop>& loop() const noexcept { return loop_; }
    client& api() noexcept { return *client_; }
    thread_pool& pool();

    /// The websocket's eager connect waits at most so long.
    std::chrono::nanoseconds connect_timeout() const;
    /// Throws config_error when there is nothing to authenticate with.
    void check_authorization() const { authorization_->header(); }
    std::string authorization_header() const { return authorization_->header(); }
    /// Returns the options for another service than MAPI: TLS, proxies and sizes are as for MAPI, and nothing that is
    /// sent to MAPI is in them.
    client_options plain_options(std::string url) const;

    /// Makes all attempts of a request. This coroutine runs on the loop.
    static asio::awaitable<mapi_response> perform(std::shared_ptr<connection_state> self, operation what,
                                                  std::shared_ptr<ticket> ticket);

    /// Ends all work, in bounded time. While SIGTERM's drain is on, that happens once protected requests have ended.
    /// From another thread than the loop's the call returns when the sockets are closed.
    void close();
    void log(std::string_view line) const {
        if (options_.log()) corogql::detail::call_observer("the log function", options_.log(), line);
    }

private:
    explicit connection_state(connection_options options);
    client_options general_options() const;

    connection_options options_;
    std::string endpoint_, shown_endpoint_;
    std::shared_ptr<event_loop> loop_;
    std::shared_ptr<authorization> authorization_;
    std::unique_ptr<client> client_;
    std::once_flag pool_made_;
    std::shared_ptr<thread_pool> pool_;
};

} // namespace corogql::mapi::detail
