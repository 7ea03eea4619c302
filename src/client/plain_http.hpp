/// Plain HTTP is for the neighbours of a GraphQL API: it has dialling, TLS, proxies and limits of a client, but not its
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

/// The request goes to the URL of its options, over a connection of its own.
struct plain_request {
    plain_request(client_options to_, std::string method_) : to(std::move(to_)), method(std::move(method_)) {}

    client_options to; ///< The timeout of these options bounds the exchange; for plain_lines, the wait for each line.
    std::string method;
    headers fields;
    std::string body; ///< The body of a POST.
};

struct plain_response {
    unsigned status = 0;
    std::string reason;
    /// The body of an answer that is no success comes without the Authorization that was sent, which a server may say
    /// back.
    std::string body;
};

/// Sends a request and returns the answer, whatever its status. Everything happens on the executor of the awaiting
/// coroutine, which must run one handler at a time. Throws corogql::error of kinds config, connect, lost, protocol,
/// limit and timeout, and operation_aborted.
asio::awaitable<plain_response> call_plain(plain_request what);

/// Gives the lines of a successful answer as they come, without the empty ones. Its destructor hangs up.
class plain_lines {
public:
    /// Everything happens on the executor `on`, which must run one handler at a time.
    plain_lines(const asio::any_io_executor& on, plain_request what);
    ~plain_lines();
    plain_lines(const plain_lines&) = delete;
    plain_lines& operator=(const plain_lines&) = delete;

    /// Returns the next line; nullopt at the end. Throws what call_plain() throws, and kind `http`, with the beginning
    /// of the body, for a status other than 2xx.
    asio::awaitable<std::optional<std::string>> next();

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace corogql::detail
