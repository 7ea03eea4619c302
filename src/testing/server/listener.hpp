/// A listener is the door of the built-in server: a listening socket, and a service behind it.
#pragma once

#include "testing/server/service.hpp"

#include "transport/asio/asio_runtime.hpp"
#include "transport/dial/socket_stream.hpp"
#include "transport/tls/context.hpp"

namespace corogql::testing {

struct listener_settings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::string unix_socket;
    std::shared_ptr<const transport::tls_context> tls; ///< The listener speaks plain text where this is null.
};

class listener : public std::enable_shared_from_this<listener> {
public:
    listener(std::shared_ptr<service> world, listener_settings where);
    ~listener();
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    /// Begins to listen, after close() on the same port again. Throws boost::system::system_error.
    void open();
    void close() noexcept;

    std::uint16_t port() const noexcept { return where_.port; }
    /// Returns the listener's URL. `scheme` is http or ws; an s is added where it belongs.
    std::string url(std::string scheme) const;

private:
    friend asio::awaitable<void> accept_all(std::shared_ptr<listener> self);
    void forget_file() const noexcept;
    std::string name() const; ///< Names the listener's address for people.

    std::shared_ptr<service> world_;
    listener_settings where_;
    transport::socket_acceptor acceptor_;
};

} // namespace corogql::testing
