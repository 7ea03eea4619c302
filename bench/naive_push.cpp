#include "push.hpp"

#include "workload.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <future>

namespace corogql::bench {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
namespace json = boost::json;
using asio::use_awaitable;
using websocket_stream = websocket::stream<asio::ip::tcp::socket>;

asio::awaitable<json::value> read_message(websocket_stream& socket, beast::flat_buffer& buffer) {
    co_await socket.async_read(buffer, use_awaitable);
    const auto bytes = buffer.cdata();
    auto message = json::parse(json::string_view(static_cast<const char*>(bytes.data()), bytes.size()));
    buffer.consume(bytes.size());
    co_return message;
}

asio::awaitable<void> connect(websocket_stream& socket, std::uint16_t port) {
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(host), port);
    co_await socket.next_layer().async_connect(endpoint, use_awaitable);
    socket.next_layer().set_option(asio::ip::tcp::no_delay(true));
    socket.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
        request.set(beast::http::field::sec_websocket_protocol, "graphql-transport-ws");
    }));
    socket.read_message_max(64 * 1024 * 1024);
    co_await socket.async_handshake(std::string(host), std::string(path), use_awaitable);
}

asio::awaitable<void> send(websocket_stream& socket, json::object message) {
    const auto text = json::serialize(message);
    co_await socket.async_write(asio::buffer(text), use_awaitable);
}

asio::awaitable<cost> take_all(const push_server& server) {
    websocket_stream socket(co_await asio::this_coro::executor);
    beast::flat_buffer buffer;
    co_await connect(socket, server.port());
    json::object init{{"type", "connection_init"}};
    co_await send(socket, std::move(init));
    co_await read_message(socket, buffer);
    const stopwatch watch;
    json::object subscribe{
        {"id", "1"}, {"type", "subscribe"}, {"payload", {{"query", json::string(subscription_document)}}}};
    co_await send(socket, std::move(subscribe));
    std::uint64_t sum = 0;
    while (true) {
        const auto message = co_await read_message(socket, buffer);
        const auto& type = message.at("type").as_string();
        if (type == "complete") break;
        if (type != "next") continue;
        const auto& data = message.at("payload").at("data");
        sum += data.at("logs").at("offset").to_number<std::uint64_t>();
    }
    const auto result = watch.elapsed(server.messages());
    co_await socket.async_close(websocket::close_code::normal, use_awaitable);
    check(sum, server.sum_of_offsets());
    co_return result;
}

} // namespace

cost naive_push(const push_server& server) {
    asio::io_context loop(1);
    auto result = asio::co_spawn(loop, take_all(server), asio::use_future);
    loop.run();
    return result.get();
}

} // namespace corogql::bench
