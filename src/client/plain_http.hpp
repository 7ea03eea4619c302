/// Plain HTTP, for the neighbours of a GraphQL API: dialling, TLS, proxies and limits of a client, without its
/// credentials, interceptors and repetition.
#pragma once

#include <corogql/client_options.hpp>
#include <corogql/headers.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace corogql::detail {

namespace asio = boost::asio;

/// To the URL of the options, over a connection of its own.
struct plain_request {
    plain_request(client_options to_, std::string method_) : to(std::move(to_)), method(std::move(method_)) {}

    client_options to; ///< its timeout bounds the exchange, or of lines the wait for the next
    std::string method;
    headers fields;
    std::string body; ///< of a POST
};

struct plain_response {
    unsigned status = 0;
    std::string reason;
    std::string body; ///< of what is no success without the Authorization that was sent, which a server may say back
};

/// On the executor of who awaits it, which must run one handler at a time. Throws corogql::error of kinds config,
/// connect, lost, protocol, limit and timeout, and operation_aborted.
asio::awaitable<plain_response> call_plain(plain_request what);

/// The lines of a success, as they come; empty ones are left out. Destroying it hangs up.
class plain_lines {
public:
    /// All of it happens on this executor, which must run one handler at a time.
    plain_lines(const asio::any_io_executor& on, plain_request what);
    ~plain_lines();
    plain_lines(const plain_lines&) = delete;
    plain_lines& operator=(const plain_lines&) = delete;

    /// nullopt at the end. Throws what call_plain() throws; any other status is kind `http`, with the beginning of its
    /// body.
    asio::awaitable<std::optional<std::string>> next();

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace corogql::detail
