/// `corogql mapi logs --follow` through cuts, against the built-in server.
#include "../support/child.hpp"
#include "support.hpp"

#include <random>

using namespace corogql;
using testing::cut;
using testing::mapi_server;
using testing::server_record;
using namespace std::chrono_literals;

namespace {

/// Lines of characters of one to four bytes.
std::string random_text(std::mt19937& random, std::size_t characters) {
    static constexpr std::string_view choices[] = {"a", "z", "\n", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
    std::string text;
    while (characters-- > 0) text += choices[random() % std::size(choices)];
    return text;
}

} // namespace

TEST_CASE("corogql mapi logs --follow: the same bytes through 100 cuts at random") {
    const unsigned seed = 20261122;
    CAPTURE(seed);
    std::mt19937 random(seed);
    mapi_server server(testing::mapi_options().log_chunk(701));
    server.add_run("train");
    ::setenv("MOSAICML_API_KEY", "key", 1);
    test::child program("COROGQL", {"mapi", "logs", "train", "--follow", "--endpoint", server.url(), "--retry-initial",
                                    "0.001", "--retry-max", "0.01"});
    std::string log;
    for (int i = 0; i < 100; ++i) {
        const auto before = server.record().events_sent;
        const auto add = [&] {
            const auto text = random_text(random, 1 + random() % 2000);
            log += text;
            server.append_log("train", text);
        };
        add();
        // A cut before the program has come back would only be the same cut for longer.
        REQUIRE(server.wait_until([&](const server_record& seen) { return seen.events_sent > before; }, 60s));
        if (random() % 2 == 0) add();
        server.drop_connections(random() % 2 == 0 ? cut::reset : cut::close);
    }
    server.set_run_status("train", "COMPLETED");
    const auto printed = program.read();
    CHECK(program.wait() == 0);
    CHECK(printed.size() == log.size());
    CHECK((printed == log)); // without parentheses it would be shown whole
    CHECK(server.record().websockets_opened >= 100);
}
