// What people read of failures that the operating system reports: never places in the source of Asio.
#include "../support/run_loop.hpp"

#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

#include <functional>
#include <string>

using namespace corogql;
using namespace corogql::testing;
using asio::ip::tcp;

namespace {

/// How an operation ends that is cancelled when its request has come to a server that says nothing.
std::exception_ptr cancelled(const std::function<void(client_options&)>& change, const char* document) {
    asio::io_context loop{1};
    tcp::acceptor silent(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    client_options options("http://127.0.0.1:" + std::to_string(silent.local_endpoint().port()) + "/graphql");
    change(options);
    client api(loop.get_executor(), options);
    asio::cancellation_signal stop;
    std::exception_ptr end;
    bool ended = false;
    asio::co_spawn(loop, api.execute(request(document)),
                   asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr failure, response) {
                       end = failure;
                       ended = true;
                   }));
    auto accepted = silent.async_accept(asio::use_future);
    auto peer = run_until(loop, accepted);
    char byte = 0;
    auto read = peer.async_read_some(asio::buffer(&byte, 1), asio::use_future);
    run_until(loop, read);
    stop.emit(asio::cancellation_type::terminal);
    for (int i = 0; i < 100 && !ended; ++i) loop.run_one_for(std::chrono::seconds(1));
    CHECK(ended);
    return end;
}

} // namespace

TEST_CASE("FH7: what is cancelled says so, and not where in Asio that was noticed") {
    for (const auto& change : std::initializer_list<std::function<void(client_options&)>>{
             [](client_options&) {}, [](client_options& options) { options.single_threaded(true); },
             [](client_options& options) { options.http(http_options().batch(std::chrono::milliseconds(1))); }}) {
        const auto end = cancelled(change, "{ a }");
        REQUIRE(end);
        try {
            std::rethrow_exception(end);
        } catch (const boost::system::system_error& seen) {
            CHECK(seen.code() == asio::error::operation_aborted);
            CHECK(std::string(seen.what()).find('/') == std::string::npos);
        }
    }
}

TEST_CASE("FH7: a server that cannot listen says where, and why") {
    server first{server_options()};
    try {
        const server second(server_options().port(first.port()));
        FAIL("two servers on one port");
    } catch (const boost::system::system_error& seen) {
        const std::string words = seen.what();
        CHECK(words.starts_with("cannot listen on 127.0.0.1:" + std::to_string(first.port()) + ": "));
        CHECK(words.find("/boost/") == std::string::npos);
    }
}
