#include "../../../support/certificates.hpp"
#include "../../../support/run_loop.hpp"
#include "../../../support/stream_pair.hpp"
#include "transport/asio/asio_runtime.hpp"
#include "transport/dial/connect.hpp"
#include "transport/tls/context.hpp"
#include "transport/waiter.hpp"

#include <corogql/error.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <future>
#include <iterator>
#include <set>
#include <vector>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::transport;
using namespace std::chrono_literals;
using asio::ip::tcp;

namespace {

struct world {
    asio::io_context loop{1};
    std::shared_ptr<runtime> real = make_asio_runtime(loop.get_executor());

    runtime::time_point in(runtime::duration time) const { return real->now() + time; }
    /// Timers alone are no work.
    void run_until(const std::function<bool()>& done) {
        const auto work = asio::make_work_guard(loop);
        loop.restart();
        while (!done()) REQUIRE(loop.run_one_for(30s) == 1);
    }
};

endpoint at_port(const std::string& host, std::uint16_t port) {
    endpoint to;
    to.host = host;
    to.port = port;
    return to;
}

std::shared_ptr<const tls_context> trusting() {
    tls_options options;
    options.ca_file(test_certificates().ca_file);
    return tls_context::for_client(options);
}

// Accepts nothing by itself.
struct listener {
    explicit listener(asio::io_context& loop, const std::string& host = "127.0.0.1", int backlog = 16)
        : acceptor(loop) {
        const tcp::endpoint local(asio::ip::make_address(host), 0);
        acceptor.open(local.protocol());
        acceptor.bind(local);
        acceptor.listen(backlog);
    }
    std::uint16_t port() const { return acceptor.local_endpoint().port(); }

    tcp::acceptor acceptor;
};

bool has_ipv6(asio::io_context& loop) {
    try {
        listener(loop, "::1");
        return true;
    } catch (const boost::system::system_error&) {
        return false;
    }
}

// A port of ours that nobody listens on.
std::uint16_t closed_port() {
    asio::io_context loop;
    return listener(loop).port();
}

error dial_failure(world& w, const endpoint& to, runtime::duration bound = 20s) {
    try {
        run(w.loop, w.real->dial(to, w.in(bound)));
    } catch (const error& failure) {
        CHECK_FALSE(failure.possibly_executed());
        return failure;
    }
    return error(error_kind::usage, "nothing was thrown");
}

asio::awaitable<std::string> echo_once(listener& on) {
    tcp::socket socket = co_await on.acceptor.async_accept(asio::use_awaitable);
    const auto stream = make_socket_stream(std::move(socket));
    const std::string text = co_await read_text(*stream, 5);
    co_await write_text(*stream, text);
    co_return text;
}

// Dials, is cancelled after `wait` and must say so at once.
void check_cancelled(world& w, const endpoint& to, runtime::duration wait) {
    asio::cancellation_signal signal;
    auto result = asio::co_spawn(w.loop, w.real->dial(to, w.in(60s)),
                                 asio::bind_cancellation_slot(signal.slot(), asio::use_future));
    auto emitted = w.in(wait);
    w.real->at(emitted, [&] { signal.emit(asio::cancellation_type::terminal); });
    try {
        run_until(w.loop, result);
        FAIL("nothing was thrown");
    } catch (const boost::system::system_error& failure) {
        CHECK(failure.code() == asio::error::operation_aborted);
    }
    CHECK(w.real->now() - emitted < 2s);
}

std::ptrdiff_t open_files() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator());
}

// Connections that nobody accepts fill the backlog: the next one gets no answer.
struct black_hole {
    explicit black_hole(asio::io_context& loop) : full(loop, "127.0.0.1", 0) {
        const tcp::endpoint to = full.acceptor.local_endpoint();
        for (int i = 0; i < 4; ++i) {
            tcp::socket& one = fillers.emplace_back(loop, to.protocol());
            one.async_connect(to, [](const boost::system::error_code&) {});
        }
        loop.restart();
        loop.run_for(50ms);
    }
    listener full;
    std::vector<tcp::socket> fillers;
};

} // namespace

TEST_CASE("asio_runtime: timers fire in order, and never inside at()") {
    world w;
    std::string order;
    const auto now = w.real->now();
    w.real->at(now + 20ms, [&] { order += 'c'; });
    w.real->at(now + 10ms, [&] { order += 'b'; });
    w.real->at(now - 1s, [&] { order += 'a'; });
    CHECK(order.empty());
    w.run_until([&] { return order.size() == 3; });
    CHECK(order == "abc");
}

TEST_CASE("asio_runtime: a cancelled timer does not run, not even one whose time has come") {
    world w;
    std::string order;
    runtime::timer_id second = 0;
    const auto soon = w.real->now(); // both are due before the loop looks
    w.real->at(soon, [&] {
        order += '1';
        w.real->cancel(second);
    });
    second = w.real->at(soon, [&] { order += '2'; });
    const auto third = w.real->at(w.in(1h), [&] { order += '3'; });
    CHECK(second != 0);
    CHECK(third != second);
    w.real->cancel(third);
    w.real->cancel(third);
    w.real->cancel(12345);
    w.real->at(w.in(1ms), [&] { order += '4'; });
    w.run_until([&] { return order.ends_with('4'); });
    CHECK(order == "14");
}

TEST_CASE("asio_runtime: a timer's function may arm, cancel and destroy") {
    world w;
    int rounds = 0;
    std::function<void()> again = [&] {
        if (++rounds < 5)
            w.real->at(w.real->now(), again);
        else
            w.real.reset();
    };
    w.real->at(w.real->now(), again);
    w.real->at(w.in(1h), [&] { rounds = 100; });
    w.run_until([&] { return rounds >= 5; });
    CHECK(rounds == 5);
    w.loop.poll();
    CHECK(rounds == 5);
}

TEST_CASE("asio_runtime: a timer alone is no work, and fires while the context runs for others") {
    world w;
    const auto in_loop = [&w](std::function<void()> act) {
        asio::post(w.real->executor(), std::move(act));
        w.loop.restart();
        w.loop.run();
    };
    const auto begin = w.real->now();
    int fired = 0;
    runtime::timer_id late = 0;
    in_loop([&] {
        w.real->at(w.in(10ms), [&] { ++fired; });
        late = w.real->at(w.in(1h), [&] { fired = 100; });
    });
    in_loop([&] { w.real->cancel(late); }); // nor is one that was cancelled
    CHECK(w.real->now() - begin < 1min);
    w.run_until([&] { return fired > 0; });
    CHECK(fired == 1);
    in_loop([] {}); // and the count is as it was
    // What waits is work, for as long as its timer takes.
    waiter pause(*w.real);
    const auto waited = w.real->now();
    auto done = asio::co_spawn(w.loop, pause.wait_until(w.in(20ms)), asio::use_future);
    w.loop.restart();
    w.loop.run();
    CHECK_FALSE(done.get());
    CHECK(w.real->now() - waited >= 20ms);
}

TEST_CASE("asio_runtime: a timer alone is no work of a thread pool either, through strands") {
    asio::thread_pool pool(2);
    const auto real = make_asio_runtime(asio::make_strand(asio::make_strand(pool)));
    const auto begin = real->now();
    int rounds = 0;
    asio::post(real->executor(), [&] {
        for (int i = 0; i < 100; ++i) real->cancel(real->at(real->now() + 1h, [] {}));
        real->at(real->now() + 1h, [] {});
        real->at(real->now(), [&] { ++rounds; });
    });
    pool.join();
    CHECK(real->now() - begin < 1min);
    CHECK(rounds <= 1);
}

TEST_CASE("asio_runtime: pending timers leave nothing behind") {
    auto loop = std::make_unique<asio::io_context>();
    const auto real = make_asio_runtime(loop->get_executor());
    const auto owned = std::make_shared<int>(0);
    const auto id = real->at(real->now() + 1h, [owned, real] {}); // owns its own runtime
    CHECK(owned.use_count() == 2);
    loop.reset();
    CHECK(owned.use_count() == 1);
    real->cancel(id);
}

TEST_CASE("asio_runtime: random numbers differ, between runtimes too") {
    world w;
    world other;
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 100; ++i) {
        seen.insert(w.real->random());
        seen.insert(other.real->random());
    }
    CHECK(seen.size() == 200);
}

TEST_CASE("asio_runtime: timers that wait for a busy strand are still work") {
    // More of them than what else the pool counts, or it would stop for want of work.
    asio::thread_pool pool(2);
    const auto strand = asio::make_strand(pool);
    const auto real = make_asio_runtime(strand);
    std::promise<void> done;
    asio::post(strand, [&] {
        std::vector<runtime::timer_id> timers;
        for (int i = 0; i < 8; ++i) timers.push_back(real->at(real->now() + 1h, [] {}));
        for (const auto id : timers) real->cancel(id);
        std::promise<void> behind_them; // the other thread takes what was cancelled, then this
        asio::post(pool, [&] { behind_them.set_value(); });
        behind_them.get_future().wait();
        asio::post(pool, [&] { done.set_value(); });
    });
    CHECK(done.get_future().wait_for(10s) == std::future_status::ready);
    pool.join();
}

TEST_CASE("dial: addresses and names") {
    for (const std::string host : {"127.0.0.1", "::1", "localhost"}) {
        CAPTURE(host);
        world w;
        if (host == "::1" && !has_ipv6(w.loop)) continue;
        listener server(w.loop, host == "localhost" ? "127.0.0.1" : host);
        auto served = start(w.loop, echo_once(server));
        auto stream = run(w.loop, w.real->dial(at_port(host, server.port()), w.in(20s)));
        CHECK(stream->quiet());
        run(w.loop, write_text(*stream, "hello"));
        CHECK(run(w.loop, read_text(*stream, 6)) == "hello");
        CHECK(run_until(w.loop, served) == "hello");
        CHECK(run(w.loop, read_text(*stream, 1)).empty()); // a FIN is a clean end, also when asked again
    }
}

TEST_CASE("dial: a refused connection is named") {
    world w;
    const auto port = closed_port();
    const error failure = dial_failure(w, at_port("127.0.0.1", port));
    CHECK(failure.kind() == error_kind::connect);
    CHECK(failure.phase() == error_phase::connect);
    CHECK(std::string(failure.what()) ==
          "could not connect to 127.0.0.1:" + std::to_string(port) + ": Connection refused");
    const error six = dial_failure(w, at_port("::1", port)); // the reason may be that there is no IPv6
    CHECK(std::string(six.what()).starts_with("could not connect to [::1]:" + std::to_string(port) + ": "));
    const error name = dial_failure(w, at_port("localhost", port));
    CHECK(name.kind() == error_kind::connect);
    CHECK(std::string(name.what()).starts_with("could not connect to localhost:" + std::to_string(port)));
}

TEST_CASE("dial: a name that does not exist") {
    world w;
    for (const auto& host : {std::string("no-such-host.invalid"), std::string(70, 'x') + ".invalid"}) {
        const error failure = dial_failure(w, at_port(host, 80));
        CHECK(failure.kind() == error_kind::connect);
        CHECK(failure.phase() == error_phase::resolve);
        CHECK(std::string(failure.what()).starts_with("could not find the address of " + host + ": "));
    }
}

TEST_CASE("dial: a lookup that takes too long") {
    world w;
    const error failure = dial_failure(w, at_port("localhost", closed_port()), -1s);
    CHECK(failure.kind() == error_kind::timeout);
    WARN(failure.phase() == error_phase::resolve); // unless the system was quicker than an overdue timer
    w.loop.restart();
    w.loop.run(); // the late answer is heard by nobody
}

TEST_CASE("dial: no answer to the connection") {
    world w;
    black_hole hole(w.loop);
    const auto begin = w.real->now();
    const error failure = dial_failure(w, at_port("127.0.0.1", hole.full.port()), 200ms);
    CHECK(failure.kind() == error_kind::timeout);
    CHECK(failure.phase() == error_phase::connect);
    CHECK(std::string(failure.what()) == "timed out while connecting to 127.0.0.1:" + std::to_string(hole.full.port()));
    CHECK(w.real->now() - begin < 5s);
}

TEST_CASE("connect: an address that does not answer leaves time for the next") {
    world w;
    black_hole hole(w.loop);
    listener server(w.loop);
    const auto sockets = make_socket_connector(w.loop.get_executor());
    connect_targets to;
    to.name = "two";
    to.head_start = 20ms;
    to.addresses.push_back(hole.full.acceptor.local_endpoint());
    to.addresses.push_back(server.acceptor.local_endpoint());
    const auto before = open_files();
    const auto stream = run(w.loop, connect_any(*w.real, *sockets, to, w.in(20s)));
    CHECK(stream->quiet());
    CHECK(open_files() == before + 1); // the loser is closed

    to.addresses.back() = tcp::endpoint(asio::ip::address_v4::loopback(), closed_port());
    CHECK_THROWS_WITH_AS(run(w.loop, connect_any(*w.real, *sockets, to, w.in(300ms))),
                         "timed out while connecting to two (2 addresses tried): Connection refused", error);
}

TEST_CASE("dial: no answer to the TLS handshake") {
    world w;
    listener silent(w.loop);
    endpoint to = at_port("127.0.0.1", silent.port());
    to.tls = trusting();
    const error failure = dial_failure(w, to, 200ms);
    CHECK(failure.kind() == error_kind::timeout);
    CHECK(failure.phase() == error_phase::tls);
}

TEST_CASE("dial: TLS to a name") {
    world w;
    listener server(w.loop);
    endpoint to = at_port("localhost", server.port());
    to.tls = trusting();
    const pem_identity& identity = test_certificates().server;
    const auto context = tls_context::for_server(identity.certificate_file, identity.key_file);
    auto dialled = start(w.loop, w.real->dial(to, w.in(20s)));
    auto accepted = server.acceptor.async_accept(asio::use_future);
    auto plain = make_socket_stream(run_until(w.loop, accepted));
    auto secure = run(w.loop, tls_accept(std::move(plain), context));
    const auto stream = run_until(w.loop, dialled);
    run(w.loop, write_text(*secure, "hello"));
    CHECK(run(w.loop, read_text(*stream, 5)) == "hello");
}

TEST_CASE("dial: can be cancelled at every stage") {
    world w;
    black_hole hole(w.loop);
    check_cancelled(w, at_port("localhost", hole.full.port()), -1s); // before the lookup's answer
    check_cancelled(w, at_port("127.0.0.1", hole.full.port()), 50ms);
    listener silent(w.loop);
    endpoint to = at_port("127.0.0.1", silent.port());
    to.tls = trusting();
    check_cancelled(w, to, 50ms);
}

TEST_CASE("dial: the loop may end in the middle of it") {
    auto w = std::make_unique<world>();
    black_hole hole(w->loop);
    auto connecting = start(w->loop, w->real->dial(at_port("127.0.0.1", hole.full.port()), w->in(60s)));
    auto resolving = start(w->loop, w->real->dial(at_port("localhost", 1), w->in(60s)));
    w->loop.restart();
    w->loop.poll_one();
    w->loop.poll_one();
    hole.fillers.clear();
    hole.full.acceptor.close();
}

TEST_CASE("dial: unix sockets") {
    world w;
    endpoint to;
    to.unix_socket = test_certificates().write("unused", "") + ".sock";
    const error missing = dial_failure(w, to);
    CHECK(missing.kind() == error_kind::connect);
    CHECK(missing.phase() == error_phase::connect);
    CHECK(std::string(missing.what()) ==
          "could not connect to unix socket " + to.unix_socket + ": No such file or directory");

    asio::local::stream_protocol::acceptor acceptor(w.loop, asio::local::stream_protocol::endpoint(to.unix_socket),
                                                    false);
    const auto stream = run(w.loop, w.real->dial(to, w.in(20s)));
    auto peer = make_socket_stream(acceptor.accept());
    run(w.loop, write_text(*peer, "hello"));
    CHECK_FALSE(stream->quiet());
    CHECK(run(w.loop, read_text(*stream, 5)) == "hello");
    CHECK(stream->quiet());

    to.unix_socket = std::string(200, 'x');
    CHECK(dial_failure(w, to).kind() == error_kind::connect);
}

TEST_CASE("dial: a unix socket with a full backlog is no connection") {
    world w;
    endpoint to;
    to.unix_socket = test_certificates().write("full", "") + ".sock";
    const asio::local::stream_protocol::endpoint local(to.unix_socket);
    asio::local::stream_protocol::acceptor acceptor(w.loop, local.protocol());
    acceptor.bind(local);
    acceptor.listen(0);
    asio::local::stream_protocol::socket filler(w.loop);
    filler.connect(local);
    const error failure = dial_failure(w, to, 5s);
    CHECK(failure.kind() == error_kind::connect);
    CHECK(std::string(failure.what()).ends_with("Resource temporarily unavailable"));
}

TEST_CASE("socket_stream: close() ends a pending read, and a gone peer does not kill the process") {
    world w;
    stream_pair pair = connected_pair(w.loop);
    auto reading = start(w.loop, read_text(*pair.client, 1));
    w.loop.poll();
    pair.client->close();
    pair.client->close();
    CHECK_THROWS_AS(run_until(w.loop, reading), boost::system::system_error);
    CHECK_FALSE(pair.client->quiet());
    CHECK_THROWS_AS(run(w.loop, write_text(*pair.server, "x")), boost::system::system_error);
}
