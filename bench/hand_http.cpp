#include "http.hpp"

#include "workload.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <cstdlib>
#include <future>
#include <string>

namespace corogql::bench {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;

/// The answer's body at the end of `text`; empty while it is not whole. Believes everything the server says.
std::string_view body_of(std::string_view text) {
    constexpr std::string_view field = "Content-Length: ";
    const auto end = text.find("\r\n\r\n");
    if (end == text.npos) return {};
    const auto length = text.find(field);
    const auto size = std::strtoul(text.data() + length + field.size(), nullptr, 10);
    const auto body = text.substr(end + 4);
    return body.size() < size ? std::string_view() : body;
}

asio::awaitable<cost> run_all(const http_server& server, std::size_t requests) {
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(host), server.port());
    auto connecting = socket.async_connect(endpoint, asio::deferred);
    co_await std::move(connecting);
    socket.set_option(asio::ip::tcp::no_delay(true));
    socket.non_blocking(true);
    const auto head =
        "POST " + std::string(path) + " HTTP/1.1\r\nHost: " + std::string(host) + ":" + std::to_string(server.port()) +
        "\r\nAccept: application/graphql-response+json, application/json;q=0.9\r\n"
        "Content-Type: application/json\r\nUser-Agent: hand/1.0.0\r\nAccept-Encoding: gzip, deflate, br\r\n"
        "Content-Length: ";
    std::string out, in;
    std::array<unsigned char, 16 * 1024> memory;
    std::array<char, 16 * 1024> buffer;
    std::uint64_t sum = 0;
    const stopwatch watch;
    for (std::size_t i = 0; i < requests; ++i) {
        const json::object payload{{"query", json::string(query_document)},
                                   {"variables", {{"id", json::string(query_id)}}}};
        const auto body = json::serialize(payload);
        out.assign(head).append(std::to_string(body.size())).append("\r\n\r\n").append(body);
        boost::system::error_code failed;
        const auto sent = socket.write_some(asio::buffer(out), failed);
        check(sent, out.size());
        in.clear();
        std::string_view answer;
        while (answer.empty()) {
            auto reading = socket.async_read_some(asio::buffer(buffer), asio::deferred);
            const std::size_t size = co_await std::move(reading);
            in.append(buffer.data(), size);
            answer = body_of(in);
        }
        json::monotonic_resource arena(memory.data(), memory.size());
        const auto value = json::parse(json::string_view(answer.data(), answer.size()), &arena);
        sum += value.at("data").at("run").at("step").to_number<std::uint64_t>();
    }
    const auto result = watch.elapsed(requests);
    check(sum, requests * query_step);
    co_return result;
}

} // namespace

cost hand_http(const http_server& server, std::size_t requests) {
    asio::io_context loop(1);
    auto result = asio::co_spawn(loop, run_all(server, requests), asio::use_future);
    loop.run();
    return result.get();
}

} // namespace corogql::bench
