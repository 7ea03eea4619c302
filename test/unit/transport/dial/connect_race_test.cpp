// The race of a host's addresses (RFC 8305): the policy alone, then in virtual time over attempts that are made up.
#include "../../../support/caught.hpp"
#include "transport/asio/runtime_source.hpp"
#include "transport/dial/connect.hpp"
#include "transport/dial/connect_race.hpp"

#include <corogql/error.hpp>
#include <corogql/testing/simulation.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

#include <map>

using namespace corogql;
using namespace corogql::transport;
using namespace std::chrono_literals;
using corogql::test::caught;
using corogql::testing::simulation;

namespace {

using boost::system::error_code;
using order = std::vector<std::size_t>;
using moment = runtime::time_point;

order interleaved(const std::vector<int>& families) { return interleave_families(families); }

/// All that are due.
order taken(connect_race& race, moment now) {
    order result;
    while (const auto next = race.take(now)) result.push_back(*next);
    return result;
}

socket_address six(std::uint16_t number) { return asio::ip::tcp::endpoint(asio::ip::address_v6::loopback(), number); }
socket_address four(std::uint16_t number) { return asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), number); }

struct stub_stream final : byte_stream {
    explicit stub_stream(int& count) : open(count) { ++open; }
    ~stub_stream() override { --open; }
    stub_stream(const stub_stream&) = delete;
    stub_stream& operator=(const stub_stream&) = delete;
    asio::awaitable<std::size_t> read_some(asio::mutable_buffer) override { co_return 0; }
    std::optional<std::size_t> try_read(asio::mutable_buffer) noexcept override { return 0; }
    asio::awaitable<void> write(std::span<const asio::const_buffer>) override { co_return; }
    asio::awaitable<void> shutdown() override { co_return; }
    void close() noexcept override {}
    bool quiet() noexcept override { return true; }
    int& open;
};

/// Addresses that answer as the test says, and never unless it does.
class scripted_connector final : public connector {
public:
    explicit scripted_connector(std::shared_ptr<runtime> world) : world_(std::move(world)), start_(world_->now()) {}

    void answers(const socket_address& to, runtime::duration after, error_code result = {}) {
        script_[to] = {after, result};
    }
    void refuses(const socket_address& to, runtime::duration after = 0ms) {
        answers(to, after, asio::error::connection_refused);
    }

    std::unique_ptr<attempt> begin(const socket_address& to, done_function done) override {
        begun.emplace_back(std::chrono::duration_cast<std::chrono::milliseconds>(world_->now() - start_));
        return std::make_unique<made_up>(*this, to, std::move(done));
    }

    std::vector<std::chrono::milliseconds> begun;
    int under_way = 0, streams = 0;

private:
    struct made_up final : attempt {
        made_up(scripted_connector& owner, const socket_address& to, done_function done) : home(owner) {
            ++home.under_way;
            const auto found = home.script_.find(to);
            if (found == home.script_.end()) return;
            const auto [after, result] = found->second;
            timer = home.world_->at(home.world_->after(after), [this, failure = result, done = std::move(done)] {
                done(failure, failure ? nullptr : std::make_unique<stub_stream>(home.streams));
            });
        }
        ~made_up() override {
            --home.under_way;
            home.world_->cancel(timer);
        }
        made_up(const made_up&) = delete;
        made_up& operator=(const made_up&) = delete;
        scripted_connector& home;
        runtime::timer_id timer = 0;
    };

    std::shared_ptr<runtime> world_;
    moment start_;
    std::map<socket_address, std::pair<runtime::duration, error_code>> script_;
};

struct race_world {
    simulation time{1};
    std::shared_ptr<runtime> world = make_runtime(time.executor());
    scripted_connector network{world};
    connect_targets to;

    explicit race_world(std::vector<socket_address> addresses) {
        to.addresses = std::move(addresses);
        to.name = "host:1";
        to.head_start = 250ms;
    }
    asio::awaitable<std::unique_ptr<byte_stream>> connect(runtime::duration limit = 10s) {
        return connect_any(*world, network, to, world->after(limit));
    }
    error failure(runtime::duration limit = 10s) {
        const auto result = caught([&] { time.run(connect(limit)); });
        CHECK(result.phase() == error_phase::connect);
        CHECK(network.under_way == 0);
        CHECK(network.streams == 0);
        return result;
    }
};

std::vector<socket_address> many(std::uint16_t count) {
    std::vector<socket_address> addresses;
    for (std::uint16_t i = 1; i <= count; ++i) addresses.push_back(four(i));
    return addresses;
}

} // namespace

TEST_CASE("connect_race: the families take turns, the first address's goes first") {
    CHECK(interleaved({}) == order());
    CHECK(interleaved({4}) == order({0}));
    CHECK(interleaved({6, 6, 4, 4}) == order({0, 2, 1, 3}));
    CHECK(interleaved({4, 6, 6, 6}) == order({0, 1, 2, 3}));
    CHECK(interleaved({6, 6, 6, 4}) == order({0, 3, 1, 2}));
    CHECK(interleaved({4, 4, 4}) == order({0, 1, 2}));
}

TEST_CASE("connect_race: each address has its head start, and loses it when it fails") {
    const moment start(1h);
    connect_race race({2, 0, 1}, 250ms, start, start + 10s);
    CHECK(taken(race, start) == order({2}));
    CHECK(race.due() == start + 250ms);
    CHECK(taken(race, start + 249ms) == order());
    CHECK(taken(race, start + 250ms) == order({0}));
    CHECK(race.due() == start + 500ms);
    race.failed(start + 300ms);
    CHECK(race.due() == start + 300ms);
    CHECK(taken(race, start + 300ms) == order({1}));
    CHECK(race.begun() == 3);
    CHECK(race.due() == moment::max());
    CHECK_FALSE(race.lost());
    race.failed(start + 301ms);
    CHECK_FALSE(race.lost());
    race.failed(start + 302ms);
    CHECK(race.lost());
    CHECK(taken(race, start + 1h) == order());
}

TEST_CASE("connect_race: the head start leaves time for all, and is never below 10 ms") {
    const moment start(1h);
    const auto head_start = [&](runtime::duration wanted, runtime::duration left, std::size_t count) {
        connect_race race(order(count), wanted, start, start + left);
        race.take(start);
        return race.due() - start;
    };
    CHECK(head_start(250ms, 10s, 40) == 250ms);
    CHECK(head_start(250ms, 10s, 100) == 100ms);
    CHECK(head_start(250ms, 10s, 10'000) == 10ms);
    CHECK(head_start(0ms, 10s, 2) == 10ms);
    CHECK(head_start(-1s, 10s, 2) == 10ms);
    CHECK(head_start(250ms, -1s, 2) == 250ms);
    connect_race unlimited(order(2), 1s, start, moment::max());
    unlimited.take(start);
    CHECK(unlimited.due() == start + 1s);
}

TEST_CASE("H53: a black hole over IPv6 costs a quarter of a second") {
    race_world race({six(1), six(2), four(3)});
    race.network.answers(four(3), 20ms);
    CHECK(race.time.run(race.connect())->quiet());
    CHECK(race.time.now() == 270ms);
    CHECK(race.network.begun == std::vector{0ms, 250ms});
    CHECK(race.network.under_way == 0);
}

TEST_CASE("H53: of twenty addresses nineteen are dead, and the last one is reached within the connect timeout") {
    for (const runtime::duration limit : {10s, 2s}) {
        race_world race(many(20));
        race.network.answers(four(20), 5ms);
        CHECK(race.time.run(race.connect(limit))->quiet());
        CHECK(race.time.now() == std::min<std::chrono::nanoseconds>(250ms, limit / 20) * 19 + 5ms);
        CHECK(race.network.under_way == 0);
    }
    race_world refused(many(20));
    for (std::uint16_t i = 1; i < 20; ++i) refused.network.refuses(four(i));
    refused.network.answers(four(20), 5ms);
    CHECK(refused.time.run(refused.connect())->quiet());
    CHECK(refused.time.now() == 5ms);
}

TEST_CASE("connect: an address that is slower than the next one wins all the same if it answers first") {
    race_world race({six(1), four(2)});
    race.network.answers(six(1), 300ms);
    race.network.answers(four(2), 100ms); // at 350 ms
    CHECK(race.time.run(race.connect())->quiet());
    CHECK(race.time.now() == 300ms);
    CHECK(race.network.begun.size() == 2);
    CHECK(race.network.streams == 0);
}

TEST_CASE("connect: two that answer at the same time are one connection") {
    race_world race({six(1), four(2)});
    race.network.answers(six(1), 350ms);
    race.network.answers(four(2), 100ms);
    const auto stream = race.time.run(race.connect());
    CHECK(stream->quiet());
    CHECK(race.network.streams == 1);
    CHECK(race.network.under_way == 0);
}

TEST_CASE("connect: when all fail the error says of what, how many there were, and the last reason") {
    race_world race({six(1), four(2), six(3)});
    race.network.answers(six(1), 0ms, asio::error::network_unreachable);
    race.network.answers(six(3), 0ms, asio::error::network_unreachable);
    race.network.refuses(four(2), 2s);
    const auto failure = race.failure();
    CHECK(failure.kind() == error_kind::connect);
    CHECK(std::string(failure.what()) == "could not connect to host:1 (3 addresses tried): Connection refused");
    CHECK(race.network.begun == std::vector{0ms, 0ms, 250ms});

    race_world alone({four(1)});
    alone.network.refuses(four(1));
    CHECK(std::string(alone.failure().what()) == "could not connect to host:1: Connection refused");
}

TEST_CASE("connect: at the deadline the error is a timeout that knows the last real failure") {
    race_world race({six(1), four(2), four(3)});
    race.network.refuses(four(2), 10ms);
    const auto failure = race.failure(3s);
    CHECK(failure.kind() == error_kind::timeout);
    CHECK(std::string(failure.what()) ==
          "timed out while connecting to host:1 (3 addresses tried): Connection refused");
    CHECK(race.time.now() == 3s);

    race_world silent({four(1)});
    CHECK(std::string(silent.failure(1s).what()) == "timed out while connecting to host:1");
}

TEST_CASE("connect: cancelled in the middle, nothing stays") {
    race_world race(many(5));
    asio::cancellation_signal stop;
    std::exception_ptr thrown;
    auto ended = [&thrown](std::exception_ptr failure, std::unique_ptr<byte_stream>) { thrown = failure; };
    asio::co_spawn(race.time.executor(), race.connect(), asio::bind_cancellation_slot(stop.slot(), std::move(ended)));
    race.time.run_for(600ms);
    CHECK(race.network.under_way == 3);
    stop.emit(asio::cancellation_type::terminal);
    race.time.run_for(0ms);
    REQUIRE(thrown);
    const auto rethrow = [&thrown] { std::rethrow_exception(thrown); };
    CHECK(test::caught_as<boost::system::system_error>(rethrow).code() == asio::error::operation_aborted);
    CHECK(race.network.under_way == 0);
}
