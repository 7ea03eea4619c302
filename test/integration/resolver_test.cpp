// Names that a function of the caller's looks up, over real sockets.
#include "../support/caught.hpp"
#include "../support/run_loop.hpp"

#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;

namespace {

using names = std::vector<std::string>;

asio::awaitable<std::vector<asio::ip::address>> local_ones() {
    std::vector<asio::ip::address> found;
    // Nobody listens at the first.
    for (const auto* each : {"127.0.0.9", "127.0.0.1"}) found.push_back(asio::ip::make_address(each));
    co_return found;
}

std::string port_of(const server& server) {
    const auto url = server.url();
    const auto colon = url.rfind(':');
    return url.substr(colon + 1, url.find('/', colon) - colon - 1);
}

resolver_function noting(names& asked) {
    return [&asked](std::string host) {
        asked.push_back(std::move(host));
        return local_ones();
    };
}

} // namespace

TEST_CASE("resolver: its addresses are dialled in turn, for requests and for websockets") {
    server server;
    asio::io_context loop;
    names asked;
    client api(loop.get_executor(),
               client_options("http://somewhere.invalid:" + port_of(server) + "/graphql").resolver(noting(asked)));
    CHECK(run(loop, api.execute(request("{ hello(name: \"x\") }"))).ok());
    CHECK(asked == names{"somewhere.invalid"});
    auto counts = api.subscribe(request("subscription { count(to: 1) }"));
    CHECK(run(loop, counts.next()));
    CHECK(asked == names{"somewhere.invalid", "somewhere.invalid"});
}

TEST_CASE("resolver: literal addresses are not asked for, and of a proxy its own name is") {
    server server;
    asio::io_context loop;
    names asked;
    client literal(loop.get_executor(), client_options(server.url()).resolver(noting(asked)));
    CHECK(run(loop, literal.execute(request("{ hello(name: \"x\") }"))).ok());
    CHECK(asked.empty());
    client through(loop.get_executor(), client_options("http://somewhere.invalid/graphql")
                                            .proxy("http://proxy.invalid:" + port_of(server))
                                            .retry(retry_options().retries(0))
                                            .resolver(noting(asked)));
    // The server is no proxy, and says so.
    CHECK((caught([&] { run(loop, through.execute(request("{ a }"))); }).kind() == error_kind::connect));
    CHECK(asked == names{"proxy.invalid"});
}
