// Name lookups that hang, fail, come late, or find several addresses: the system's own is replaced.
#include "transport/dial/name_lookups.hpp"

#include "../../../support/caught.hpp"
#include "../../../support/run_loop.hpp"
#include "transport/asio/asio_runtime.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/client.hpp>
#include <corogql/event_loop.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::transport;
using namespace std::chrono_literals;
using asio::ip::tcp;
using corogql::test::caught;

namespace {

/// Lookups that end when the test says so.
class hanging_names {
public:
    ~hanging_names() { release(); }

    /// Gives what release() was given, when it was.
    lookup_function function() {
        const auto end = [ended = ended_](void*) {
            *ended = true;
            ended->notify_all();
        };
        const std::shared_ptr<void> kept(nullptr, end);
        return [kept, calls = calls_, answer = response_.get_future().share()](const std::string&, std::uint16_t) {
            ++*calls;
            calls->notify_all();
            return answer.get();
        };
    }
    void release(lookup_response answer = {}) {
        if (!std::exchange(released_, true)) response_.set_value(std::move(answer));
    }
    void wait_for_call(int number = 1) const {
        for (int seen = *calls_; seen < number; seen = *calls_) calls_->wait(seen);
    }
    /// Until no thread has the function any more, nor anybody else.
    void wait_for_end() const { ended_->wait(false); }
    int calls() const { return *calls_; }

private:
    std::shared_ptr<std::atomic<bool>> ended_ = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<std::atomic<int>> calls_ = std::make_shared<std::atomic<int>>(0);
    std::promise<lookup_response> response_;
    bool released_ = false;
};

lookup_function always(lookup_response answer) {
    return [answer = std::move(answer)](const std::string&, std::uint16_t) { return answer; };
}

lookup_response failing(std::string reason) {
    lookup_response answer;
    answer.failure = std::move(reason);
    return answer;
}

struct lookup_world {
    asio::io_context loop{1};
    std::shared_ptr<runtime> real = make_asio_runtime(loop.get_executor());

    explicit lookup_world(lookup_function function) { name_lookups::of(loop.get_executor()).use(std::move(function)); }
    asio::awaitable<std::unique_ptr<byte_stream>> dial(runtime::duration limit = 30s) {
        endpoint to;
        to.host = "some.host";
        to.port = 80;
        return real->dial(to, real->after(limit));
    }
    error failure(runtime::duration limit = 30s) {
        return caught([&] { run(loop, dial(limit)); });
    }
};

/// That what is done meanwhile waits for nothing.
class at_once {
public:
    ~at_once() { CHECK(std::chrono::steady_clock::now() - begin_ < 5s); }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

std::size_t count_descriptors() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
    return count;
}

} // namespace

TEST_CASE("H53: a name that is not found, or not answered for, fails with the system's words") {
    for (const std::string reason : {"Name or service not known", "Temporary failure in name resolution"}) {
        lookup_world world(always(failing(reason)));
        const auto failure = world.failure();
        CHECK(failure.kind() == error_kind::connect);
        CHECK(failure.phase() == error_phase::resolve);
        CHECK(std::string(failure.what()) == "could not find the address of some.host: " + reason);
        CHECK_FALSE(failure.possibly_executed());
    }
    lookup_world throwing(
        [](const std::string&, std::uint16_t) -> lookup_response { throw std::runtime_error("odd"); });
    CHECK(std::string(throwing.failure().what()).ends_with(": odd"));
}

TEST_CASE("H53: all addresses of a name are tried; losers and failures leave no descriptor") {
    lookup_world world(nullptr);
    tcp::acceptor listening(world.loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    const auto port = listening.local_endpoint().port();
    tcp::acceptor bound(world.loop, tcp::v4()); // refuses, as it does not listen
    bound.bind(tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    const socket_address refusing = bound.local_endpoint();
    lookup_response answer;
    answer.addresses.push_back(tcp::endpoint(asio::ip::address_v6::loopback(), bound.local_endpoint().port()));
    for (int i = 0; i < 18; ++i) answer.addresses.push_back(refusing);
    answer.addresses.push_back(tcp::endpoint(asio::ip::address_v4::loopback(), port));
    name_lookups::of(world.loop.get_executor()).use(always(answer));

    CHECK(run(world.loop, world.dial())->quiet()); // what is opened once is open now
    const auto before = count_descriptors();
    for (int i = 0; i < 20; ++i) {
        const auto stream = run(world.loop, world.dial());
        CHECK(stream->quiet());
        CHECK(count_descriptors() == before + 1);
    }
    answer.addresses.pop_back();
    name_lookups::of(world.loop.get_executor()).use(always(answer));
    const auto failure = world.failure();
    CHECK(failure.kind() == error_kind::connect);
    CHECK(std::string(failure.what()) == "could not connect to some.host:80 (19 addresses tried): Connection refused");
    CHECK(count_descriptors() == before);
}

TEST_CASE("lookup: one that hangs is left at the deadline, and its late answer is heard by nobody") {
    hanging_names names;
    lookup_world world(names.function());
    {
        const at_once bound;
        const auto failure = world.failure(50ms);
        CHECK(failure.kind() == error_kind::timeout);
        CHECK(failure.phase() == error_phase::resolve);
        CHECK(std::string(failure.what()) == "timed out while looking up the address of some.host");
        world.loop.restart();
        world.loop.run(); // the loop has nothing to wait for either
    }
    names.release(failing("late"));
}

TEST_CASE("lookup: one that hangs holds up neither cancellation nor the end of the loop") {
    hanging_names names;
    auto world = std::make_unique<lookup_world>(names.function());
    asio::cancellation_signal stop;
    auto result =
        asio::co_spawn(world->loop, world->dial(), asio::bind_cancellation_slot(stop.slot(), asio::use_future));
    auto abandoned = start(world->loop, world->dial());
    world->loop.poll();
    names.wait_for_call();
    const at_once bound;
    stop.emit(asio::cancellation_type::terminal);
    const auto cancelled = [&] { run_until(world->loop, result); };
    CHECK(test::caught_as<boost::system::system_error>(cancelled).code() == asio::error::operation_aborted);
    world.reset();
}

TEST_CASE("lookup: those who ask for the same name share a thread; another name has its own") {
    hanging_names names;
    lookup_world world(names.function());
    auto one = start(world.loop, world.dial());
    auto other = start(world.loop, world.dial());
    world.loop.poll();
    names.wait_for_call();
    name_lookups::of(world.loop.get_executor()).use(always(failing("unknown")));
    endpoint elsewhere;
    elsewhere.host = "other.host";
    CHECK(std::string(caught([&] { run(world.loop, world.real->dial(elsewhere, world.real->after(30s))); }).what()) ==
          "could not find the address of other.host: unknown");
    names.release(failing("at last"));
    for (auto* waiting : {&one, &other})
        CHECK(std::string(caught([&] { run_until(world.loop, *waiting); }).what()).ends_with("at last"));
    CHECK(names.calls() == 1);
    CHECK(std::string(world.failure().what()).ends_with("unknown")); // asked anew
}

namespace {

/// The second one for a name, begun when the first took too long.
struct two_lookups {
    two_lookups() {
        name_lookups::of(world.loop.get_executor()).use(younger.function(), 0s);
        second = start(world.loop, world.dial());
        world.loop.poll();
        younger.wait_for_call();
    }
    std::future<std::unique_ptr<byte_stream>> begin_first() {
        auto begun = start(world.loop, world.dial());
        world.loop.poll();
        older.wait_for_call();
        return begun;
    }

    hanging_names older, younger;
    lookup_world world{older.function()};
    std::future<std::unique_ptr<byte_stream>> first = begin_first(), second;
};

} // namespace

TEST_CASE_FIXTURE(two_lookups, "lookup: beside one that hangs too long another is started, whose answer is for all") {
    CHECK(name_lookups::patience == 5s);
    older.release(failing("the older one's failure is no answer")); // while there is a younger
    older.wait_for_end();
    younger.release(failing("no such name"));
    for (auto* waiting : {&first, &second})
        CHECK(std::string(caught([&] { run_until(world.loop, *waiting); }).what()).ends_with("no such name"));
}

TEST_CASE_FIXTURE(two_lookups, "lookup: of two for a name the older may be the first with an answer") {
    tcp::acceptor listening(world.loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    lookup_response found;
    found.addresses.push_back(listening.local_endpoint());
    older.release(found);
    for (auto* waiting : {&first, &second}) CHECK(run_until(world.loop, *waiting)->quiet());
}

TEST_CASE("lookup: however often one asks for a name that hangs, the threads have a bound; another name has its own") {
    hanging_names names;
    lookup_world world(nullptr);
    name_lookups::of(world.loop.get_executor()).use(names.function(), 0s);
    std::vector<std::future<std::unique_ptr<byte_stream>>> waiting;
    for (std::size_t i = 0; i < name_lookups::most_threads + 3; ++i) waiting.push_back(start(world.loop, world.dial()));
    world.loop.poll();
    names.wait_for_call(int(name_lookups::most_threads));
    name_lookups::of(world.loop.get_executor()).use(always(failing("unknown")), 0s);
    endpoint elsewhere;
    elsewhere.host = "other.host";
    const auto dialling = [&] { run(world.loop, world.real->dial(elsewhere, world.real->after(30s))); };
    CHECK(std::string(caught(dialling).what()).ends_with("unknown"));
    CHECK(names.calls() == int(name_lookups::most_threads));
    names.release(failing("at last"));
    for (auto& each : waiting)
        CHECK(std::string(caught([&] { run_until(world.loop, each); }).what()).ends_with("at last"));
    CHECK(std::string(world.failure().what()).ends_with("unknown")); // they have ended: there is room again
}

TEST_CASE("lookup: a client with one that hangs can be closed, and go away, at once") {
    hanging_names names;
    auto loop = std::make_unique<asio::io_context>(1);
    name_lookups::of(loop->get_executor()).use(names.function());
    auto api = std::make_unique<client>(loop->get_executor(), "http://some.host/graphql");
    auto answer = start(*loop, api->execute(request("{ a }")));
    auto events = std::make_unique<subscription>(api->subscribe(request("subscription { a }")));
    auto event = start(*loop, events->next());
    loop->poll();
    names.wait_for_call();
    const at_once bound;
    run(*loop, api->close());
    CHECK(caught([&] { run_until(*loop, answer); }).kind() == error_kind::cancelled);
    CHECK(caught([&] { run_until(*loop, event); }).kind() == error_kind::cancelled);
    auto again = start(*loop, api->execute(request("{ a }")));
    loop->poll();
    events.reset();
    api.reset();
    loop.reset();
}

TEST_CASE("lookup: code that blocks is not held either") {
    hanging_names names;
    const auto loop = std::make_shared<event_loop>();
    name_lookups::of(loop->executor()).use(names.function());
    const at_once bound;
    client_options options("http://some.host/graphql");
    options.connect_timeout(50ms).retry(retry_options().retries(0));
    blocking_client api(options, loop);
    CHECK(caught([&] { api.execute(request("{ a }")); }).phase() == error_phase::resolve);
}
