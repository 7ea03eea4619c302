/// SIGTERM, against a program of its own: it dies of it.
#include "support.hpp"

#include "../support/caught.hpp"

#include <doctest/doctest.h>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

using namespace corogql;
using testing::fault;
using testing::server;
using testing::server_record;
using namespace std::chrono_literals;

namespace {

class program {
public:
    program(const std::string& url, int each, int drain_ms) {
        const char* path = std::getenv("SIGTERM_PROGRAM");
        REQUIRE(path != nullptr);
        int pipe_ends[2];
        REQUIRE(::pipe(pipe_ends) == 0);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 1);
        auto count = std::to_string(each), drain = std::to_string(drain_ms), address = url;
        std::string name = path;
        char* arguments[] = {name.data(), address.data(), count.data(), drain.data(), nullptr};
        REQUIRE(::posix_spawn(&id_, path, &actions, nullptr, arguments, environ) == 0);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(pipe_ends[1]);
        output_ = pipe_ends[0];
    }
    ~program() { ::close(output_); }

    void wait_until_begun() const {
        char line[6];
        std::size_t got = 0;
        while (got < sizeof line) {
            const auto size = ::read(output_, line + got, sizeof line - got);
            REQUIRE(size > 0);
            got += static_cast<std::size_t>(size);
        }
    }
    void terminate() const { ::kill(id_, SIGTERM); }
    /// The signal it died of; 0 if it ended by itself.
    int wait() const {
        int status = 0;
        ::waitpid(id_, &status, 0);
        return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    }

private:
    pid_t id_ = 0;
    int output_ = -1;
};

} // namespace

TEST_CASE("mapi sigterm: protected requests finish, in flight and queued; the others do not; then the signal acts") {
    server server;
    server.inject(fault::on_request().delay(100ms).standing());
    const program child(server.url(), 50, 20'000);
    child.wait_until_begun();
    CHECK(server.wait_until([](const server_record& seen) { return seen.requests >= 10; }));
    child.terminate();
    CHECK(child.wait() == SIGTERM);
    const auto executed = server.record().executed("createRun");
    CHECK(executed >= 50);
    CHECK(executed < 100);
    // A name is taken once: a second try would fail, so each of the protected runs is there exactly once.
    server.clear_faults();
    mapi::connection look(test::quick(server));
    auto runs = look.start_plural<test::named_run>(test::get_runs()).get();
    CHECK(std::count_if(runs.begin(), runs.end(), [](const auto& run) { return run.name.starts_with("kept-"); }) == 50);
    CHECK(runs.size() == executed);
}

TEST_CASE("mapi sigterm: a server that does not answer cannot hold the process beyond the drain timeout") {
    server server;
    server.inject(fault::on_request().silence().standing());
    const program child(server.url(), 2, 100);
    child.wait_until_begun();
    CHECK(server.wait_until([](const server_record& seen) { return seen.requests == 4; }));
    child.terminate();
    CHECK(child.wait() == SIGTERM);
    CHECK(server.record().executed("createRun") == 0);
}
