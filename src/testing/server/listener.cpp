#include "testing/server/listener.hpp"

#include "transport/waiter.hpp"

#include <corogql/error.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <sys/socket.h>

#include <cstring>
#include <filesystem>

namespace corogql::testing {

namespace {

using transport::stream_socket;

stream_socket::endpoint_type to_endpoint(const listener_settings& where) {
    if (!where.unix_socket.empty()) {
        if (where.unix_socket.size() > 100) throw error(error_kind::config, "The unix socket's path is too long");
        return asio::local::stream_protocol::endpoint(where.unix_socket);
    }
    boost::system::error_code failed;
    const auto address = asio::ip::make_address(where.address, failed);
    if (failed) throw error(error_kind::config, "Not an address to listen on: " + where.address);
    return asio::ip::tcp::endpoint(address, where.port);
}

asio::awaitable<void> welcome(std::shared_ptr<service> world, stream_socket socket,
                              std::shared_ptr<const transport::tls_context> tls) {
    const auto handle = socket.native_handle();
    // Called right before the stream is closed, so the handle is still ours.
    const std::function<void()> abort = [handle] {
        const ::linger at_once{1, 0};
        ::setsockopt(handle, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    };
    auto stream = transport::make_socket_stream(std::move(socket));
    try {
        if (tls) {
            auto secured = co_await transport::tls_accept(std::move(stream), tls);
            stream = std::move(secured);
        }
    } catch (const std::exception&) {
        co_return; // the client will say what it did not like
    }
    co_await serve(world, std::move(stream), abort);
}

} // namespace

listener::listener(std::shared_ptr<service> world, listener_settings where)
    : world_(std::move(world)), where_(std::move(where)), acceptor_(world_->clock().executor()) {}

listener::~listener() { close(); }

void listener::forget_file() const noexcept {
    std::error_code failed;
    if (!where_.unix_socket.empty() && std::filesystem::is_socket(where_.unix_socket, failed))
        std::filesystem::remove(where_.unix_socket, failed);
}

asio::awaitable<void> accept_all(std::shared_ptr<listener> self) {
    for (;;) {
        boost::system::error_code failed;
        stream_socket socket(self->world_->clock().executor());
        co_await self->acceptor_.async_wait(transport::socket_acceptor::wait_read,
                                            asio::redirect_error(asio::use_awaitable, failed));
        if (failed == asio::error::operation_aborted || !self->acceptor_.is_open()) co_return;
        if (!failed) failed = transport::accept_socket(self->acceptor_, socket);
        if (failed == asio::error::would_block) continue; // the client has gone
        if (failed) {
            // The client has gone, or descriptors are short: then trying again at once would not help.
            transport::waiter pause(self->world_->clock());
            co_await pause.wait_until(self->world_->clock().now() + std::chrono::milliseconds(10));
            continue;
        }
        asio::co_spawn(self->world_->clock().executor(), welcome(self->world_, std::move(socket), self->where_.tls),
                       asio::detached);
    }
}

void listener::open() {
    if (acceptor_.is_open()) return;
    forget_file();
    const auto endpoint = to_endpoint(where_);
    auto failed = transport::open_socket(acceptor_, endpoint.protocol());
    if (!failed) acceptor_.non_blocking(true, failed);
    if (!failed) acceptor_.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed) acceptor_.bind(endpoint, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) {
        close();
        // Made anew: Asio's own has places in its source in its text.
        throw boost::system::system_error({failed.value(), failed.category()}, "cannot listen on " + name());
    }
    if (where_.unix_socket.empty()) {
        const auto bound = acceptor_.local_endpoint();
        asio::ip::tcp::endpoint tcp;
        std::memcpy(tcp.data(), bound.data(), bound.size());
        tcp.resize(bound.size());
        where_.port = tcp.port();
    }
    asio::co_spawn(world_->clock().executor(), accept_all(shared_from_this()), asio::detached);
}

void listener::close() noexcept {
    if (!acceptor_.is_open()) return;
    boost::system::error_code failed;
    acceptor_.close(failed);
    forget_file();
}

std::string listener::name() const {
    return where_.unix_socket.empty() ? transport::host_and_port(where_.address, where_.port) : where_.unix_socket;
}

std::string listener::url(std::string scheme) const {
    if (where_.tls) scheme += 's';
    if (!where_.unix_socket.empty()) return scheme + "://localhost/graphql";
    const bool v6 = where_.address.find(':') != std::string::npos;
    const auto host = v6 ? '[' + where_.address + ']' : where_.address;
    return scheme + "://" + host + ':' + std::to_string(where_.port) + "/graphql";
}

} // namespace corogql::testing
