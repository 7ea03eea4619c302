// Requests and answers over a byte stream, one after the other.
#include "transport/http/exchange.hpp"

#include "../../../support/caught.hpp"
#include "../../../support/run_loop.hpp"
#include "../../../support/stream_pair.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::transport;
using corogql::test::caught;

namespace {

http_request asking_for(std::string_view upgrade) {
    http_request request;
    request.method = "GET";
    request.target = "/x";
    request.authority = "host";
    request.upgrade = upgrade;
    return request;
}

asio::awaitable<void> finish_exchange(http_exchange& exchange) {
    if (!exchange.sent()) co_await exchange.send();
    while (!exchange.answered()) {
        const std::size_t size = co_await exchange.read();
        exchange.take(size);
    }
}

/// An exchange whose server has answered already.
struct answered_exchange {
    explicit answered_exchange(std::string_view answer, std::size_t pieces = 4096) : stream(cut_up(pieces)) {
        say(answer);
    }
    void say(std::string_view answer) { run(loop, write_text(*pair.server, answer)); }
    void ask(std::string_view upgrade = "") {
        exchange.begin(asking_for(upgrade));
        run(loop, finish_exchange(exchange));
    }

    asio::io_context loop;
    stream_pair pair = connected_pair(loop);
    std::unique_ptr<byte_stream> stream;
    http_exchange exchange{*stream, http_limits{.header = 200, .body = 10}};

private:
    std::unique_ptr<byte_stream> cut_up(std::size_t pieces) {
        return std::make_unique<chopped_stream>(std::move(pair.client), pieces);
    }
};

} // namespace

TEST_CASE("exchange: one after the other, whatever the pieces") {
    const std::string asked = "GET /x HTTP/1.1\r\nHost: host\r\n\r\n";
    for (const std::size_t pieces : {1u, 7u, 4096u}) {
        CAPTURE(pieces);
        answered_exchange with("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", pieces);
        for (int i = 0; i < 2; ++i) {
            with.ask();
            CHECK(with.exchange.answer().body == "abc");
            CHECK(with.exchange.behind().empty());
            CHECK(run(with.loop, read_text(*with.pair.server, asked.size())) == asked);
            with.say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
        }
        with.exchange.begin(written_request(asking_for("")));
        CHECK_FALSE(with.exchange.started());
        run(with.loop, finish_exchange(with.exchange));
        CHECK(run(with.loop, read_text(*with.pair.server, asked.size())) == asked);
    }
}

TEST_CASE("exchange: what goes on in another protocol is behind the answer") {
    answered_exchange with("HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\nConnection: Upgrade\r\n\r\nearly");
    with.ask("chat");
    CHECK(with.exchange.answer().status == 101);
    CHECK(with.exchange.behind() == "early");
    const std::string asked = "GET /x HTTP/1.1\r\nHost: host\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n";
    CHECK(run(with.loop, read_text(*with.pair.server, asked.size())) == asked);
}

TEST_CASE("exchange: the status of a failure counts, however much text stands under it") {
    const std::string too_much = "HTTP/1.1 500 No\r\nContent-Length: 11\r\n\r\n";
    answered_exchange failure(too_much);
    failure.ask();
    CHECK(failure.exchange.cut());
    CHECK(failure.exchange.answer().status == 500);

    answered_exchange success("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n");
    CHECK(caught([&] { success.ask(); }).kind() == error_kind::limit);
    answered_exchange no_upgrade("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n");
    no_upgrade.ask("chat");
    CHECK(no_upgrade.exchange.cut());
    CHECK(no_upgrade.exchange.answer().status == 200);

    answered_exchange long_head("HTTP/1.1 500 " + std::string(200, 'x') + "\r\n\r\n");
    CHECK(caught([&] { long_head.ask(); }).kind() == error_kind::limit);
}

TEST_CASE("exchange: an end within the answer cuts it off, one that ends its body does not") {
    answered_exchange half("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab");
    run(half.loop, half.pair.server->shutdown());
    const auto cut_off = caught([&] { half.ask(); });
    CHECK(cut_off.kind() == error_kind::protocol);
    CHECK(cut_off.truncated());
    answered_exchange whole("HTTP/1.1 200 OK\r\n\r\nab");
    run(whole.loop, whole.pair.server->shutdown());
    whole.ask();
    CHECK(whole.exchange.answer().body == "ab");
}
