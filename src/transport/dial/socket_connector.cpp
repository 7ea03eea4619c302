// One socket's way to a connection.

#include "transport/dial/connect.hpp"
#include "transport/dial/socket_stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <sys/socket.h>

#include <utility>

namespace corogql::transport {

namespace {

using boost::system::error_code;

// Linux reports two connections as made that are not: to a unix socket whose backlog is full, and of a socket
// to itself when the port asked for is closed and happens to be the one the kernel picked.
error_code check_connected(stream_socket& socket) {
    error_code failure;
    const socket_address peer = socket.remote_endpoint(failure);
    if (failure) return failure == asio::error::not_connected ? asio::error::try_again : failure;
    const bool is_unix = peer.protocol().family() == AF_UNIX;
    if (!is_unix && peer == socket.local_endpoint(failure)) return asio::error::connection_refused;
    return {};
}

/// The attempt and Asio's handler, which comes later than the attempt's end, both own the connection.
struct connection {
    connection(const asio::any_io_executor& executor, connector::done_function function)
        : socket(executor), done(std::move(function)) {}

    stream_socket socket;
    connector::done_function done; ///< The function is empty once it was called or is not wanted any more.

    void finish(error_code failure) {
        if (!done) return;
        const auto report = std::exchange(done, nullptr);
        if (!failure) failure = check_connected(socket);
        if (!failure) return report(failure, make_socket_stream(std::move(socket)));
        error_code ignored;
        socket.close(ignored); // the others may take long
        report(failure, nullptr);
    }
};

class socket_attempt final : public connector::attempt {
public:
    explicit socket_attempt(std::shared_ptr<connection> made) : made_(std::move(made)) {}
    ~socket_attempt() override {
        made_->done = nullptr;
        error_code ignored;
        made_->socket.close(ignored);
    }
    socket_attempt(const socket_attempt&) = delete;
    socket_attempt& operator=(const socket_attempt&) = delete;

private:
    std::shared_ptr<connection> made_;
};

class socket_connector final : public connector {
public:
    explicit socket_connector(asio::any_io_executor executor) : executor_(std::move(executor)) {}

    std::unique_ptr<attempt> begin(const socket_address& to, done_function done) override {
        const auto made = std::make_shared<connection>(executor_, std::move(done));
        const error_code failure = open_socket(made->socket, to.protocol());
        if (failure)
            asio::post(executor_, [made, failure] { made->finish(failure); });
        else
            made->socket.async_connect(to, [made](error_code result) { made->finish(result); });
        return std::make_unique<socket_attempt>(made);
    }

private:
    asio::any_io_executor executor_;
};

} // namespace

std::unique_ptr<connector> make_socket_connector(asio::any_io_executor executor) {
    return std::make_unique<socket_connector>(std::move(executor));
}

} // namespace corogql::transport
