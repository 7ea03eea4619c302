#include "http.hpp"

#include "protocol/http/media_type.hpp"
#include "transport/http/content_coding.hpp"
#include "workload.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <future>

namespace corogql::bench {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace json = boost::json;
using asio::use_awaitable;

http::request<http::string_body> make_request(const std::string& authority) {
    http::request<http::string_body> request(http::verb::post, path, 11);
    request.set(http::field::host, authority);
    request.set(http::field::accept, protocol::accept_header);
    request.set(http::field::content_type, "application/json");
    request.set(http::field::user_agent, "naive/1.0.0");
    request.set(http::field::accept_encoding, transport::accepted_codings);
    const json::object payload{{"query", json::string(query_document)},
                               {"variables", {{"id", json::string(query_id)}}}};
    request.body() = json::serialize(payload);
    request.prepare_payload();
    return request;
}

asio::awaitable<cost> run_all(const http_server& server, std::size_t requests) {
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(host), server.port());
    co_await socket.async_connect(endpoint, use_awaitable);
    socket.set_option(asio::ip::tcp::no_delay(true));
    const auto authority = std::string(host) + ":" + std::to_string(server.port());
    beast::flat_buffer buffer;
    std::uint64_t sum = 0;
    const stopwatch watch;
    for (std::size_t i = 0; i < requests; ++i) {
        const auto request = make_request(authority);
        co_await http::async_write(socket, request, use_awaitable);
        http::response<http::string_body> response;
        co_await http::async_read(socket, buffer, response, use_awaitable);
        const auto answer = json::parse(response.body());
        sum += answer.at("data").at("run").at("step").to_number<std::uint64_t>();
    }
    const auto result = watch.elapsed(requests);
    check(sum, requests * query_step);
    co_return result;
}

} // namespace

cost naive_http(const http_server& server, std::size_t requests) {
    asio::io_context loop(1);
    auto result = asio::co_spawn(loop, run_all(server, requests), asio::use_future);
    loop.run();
    return result.get();
}

} // namespace corogql::bench
