#include "../../../support/stream_pair.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

using namespace corogql::testing;
using namespace corogql::transport;

namespace {

/// What the kernel takes at once of a stream that nobody reads.
std::size_t room_of(byte_stream& stream) {
    const std::string much(8'000'000, 'x');
    const asio::const_buffer bytes = asio::buffer(much);
    return stream.try_write(std::span(&bytes, 1));
}

std::size_t take_all(byte_stream& stream) {
    std::vector<char> buffer(64 * 1024);
    std::size_t taken = 0;
    while (const auto size = stream.try_read(asio::buffer(buffer))) {
        if (*size == 0) break;
        taken += *size;
    }
    return taken;
}

asio::awaitable<void> write_and_tell(byte_stream& stream, const std::string& text, bool& written) {
    co_await write_text(stream, text);
    written = true;
}

} // namespace

// Or a watchdog that runs between the two would take what has left for what has not.
TEST_CASE("FH24: socket: the last byte leaves in the turn in which its writer learns of it") {
    asio::io_context loop;
    auto measured = connected_pair(loop);
    const std::string text(room_of(*measured.client) + 1000, 'x');
    auto pair = connected_pair(loop);
    const auto strand = asio::make_strand(loop);
    bool written = false;
    asio::co_spawn(strand, write_and_tell(*pair.client, text, written), asio::detached);
    loop.poll();
    CHECK_FALSE(written);
    std::size_t taken = 0;
    asio::post(strand, [&] { // nobody else has a turn on the strand
        taken += take_all(*pair.server);
        std::thread([&] { loop.poll(); }).join();
        taken += take_all(*pair.server);
        CHECK(taken == text.size() - 1000);
        CHECK_FALSE(written);
    });
    loop.poll();
    loop.poll();
    CHECK(written);
    CHECK(taken + take_all(*pair.server) == text.size());
}

TEST_CASE("socket: a writer that waits for room goes on, and fails when the stream is closed or the peer has gone") {
    asio::io_context loop{1};
    const std::string text(4'000'000, 'x');
    auto pair = connected_pair(loop);
    bool written = false;
    asio::co_spawn(loop, write_and_tell(*pair.client, text, written), asio::detached);
    std::size_t taken = 0;
    for (int i = 0; i < 10'000 && taken < text.size(); ++i) {
        loop.poll();
        taken += take_all(*pair.server);
    }
    CHECK(taken == text.size());
    CHECK(written);
    for (const bool close : {true, false}) {
        auto other = connected_pair(loop);
        bool failed = false;
        asio::co_spawn(loop, write_and_tell(*other.client, text, written),
                       [&](std::exception_ptr failure) { failed = failure != nullptr; });
        loop.restart();
        loop.poll();
        close ? other.client->close() : other.server.reset();
        for (int i = 0; i < 100 && !failed; ++i) loop.poll();
        CHECK(failed);
    }
}
