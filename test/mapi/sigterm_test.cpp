/// SIGTERM, against a program of its own: it dies of it.
#include "../support/child.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using testing::fault;
using testing::mapi_server;
using testing::server_record;
using namespace std::chrono_literals;
using test::child;

namespace {

/// Begun; its requests are under way.
std::unique_ptr<child> start(const mapi_server& server, int each, int drain_ms, const std::string& manner = "stay") {
    auto made = std::make_unique<child>(
        "SIGTERM_PROGRAM", std::vector{server.url(), std::to_string(each), std::to_string(drain_ms), manner});
    REQUIRE(made->read(6) == "begun\n");
    return made;
}

bool died_of_sigterm(int status) { return WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM; }

} // namespace

TEST_CASE("mapi sigterm: protected requests finish, in flight and queued; the others do not; then the signal acts") {
    mapi_server server;
    server.inject(fault::on_request().delay(100ms).standing());
    const auto program = start(server, 50, 20'000);
    CHECK(server.wait_until([](const server_record& seen) { return seen.requests >= 10; }));
    program->terminate();
    CHECK(died_of_sigterm(program->wait()));
    const auto executed = server.record().executed("createRun");
    CHECK(executed >= 50);
    CHECK(executed < 100);
    // A name is taken once: a second try would fail, so each of the protected runs is there exactly once.
    server.clear_faults();
    mapi::connection look(test::quick(server));
    auto runs = look.start_plural<test::named_run>(test::list_runs()).get();
    CHECK(std::count_if(runs.begin(), runs.end(), [](const auto& run) { return run.name.starts_with("kept-"); }) == 50);
    CHECK(runs.size() == executed);
}

TEST_CASE("mapi sigterm: a server that does not answer cannot hold the process beyond the drain timeout") {
    mapi_server server;
    server.inject(fault::on_request().silence().standing());
    const auto program = start(server, 2, 100);
    CHECK(server.wait_until([](const server_record& seen) { return seen.requests == 4; }));
    program->terminate();
    CHECK(died_of_sigterm(program->wait()));
    CHECK(server.record().executed("createRun") == 0);
}

TEST_CASE("mapi sigterm: neither close() nor the end of main() cuts the drain short") {
    for (const std::string manner : {"leave", "close"}) {
        CAPTURE(manner);
        mapi_server server;
        server.inject(fault::on_request().delay(300ms).standing());
        const auto program = start(server, 2, 20'000, manner);
        CHECK(server.wait_until([](const server_record& seen) { return seen.requests == 4; }));
        program->terminate();
        CHECK(died_of_sigterm(program->wait()));
        server.clear_faults();
        mapi::connection look(test::quick(server));
        const auto runs = look.start_plural<test::named_run>(test::list_runs()).get();
        CHECK(std::count_if(runs.begin(), runs.end(), [](auto& run) { return run.name.starts_with("kept-"); }) == 2);
    }
}

TEST_CASE("mapi sigterm: a protected request that waits for its next attempt makes it at once") {
    mapi_server server;
    server.inject(fault::on_request().answer(429).times(4));
    const auto program = start(server, 2, -1); // no limit to speak of; the wait is an hour
    CHECK(program->read(8) == "waiting\n");
    program->terminate();
    CHECK(died_of_sigterm(program->wait()));
    CHECK(server.record().executed("createRun") == 2);
}
