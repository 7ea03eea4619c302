// An event stream in one piece and in pieces gives the same events, and stops at the same one if it must. The first
// byte says where the pieces are cut.
#include "fuzz.hpp"

#include "protocol/subscriptions/event_stream_parser.hpp"

#include <optional>
#include <string>
#include <vector>

using namespace corogql;
using namespace corogql::fuzz;

namespace {

struct outcome {
    std::vector<std::string> events;
    std::string last_event_id;
    std::optional<std::chrono::milliseconds> retry;
    bool accepted;
    bool operator==(const outcome&) const = default;
};

outcome read(std::string_view stream, std::size_t piece) {
    outcome seen;
    protocol::event_stream_parser parser(200);
    seen.accepted = accepts(
        [&] {
            feed(parser, stream, piece, [&](const auto& event) {
                seen.events.push_back(std::to_string(static_cast<int>(event.what)) + std::string(event.type) + '\n' +
                                      std::string(event.data));
            });
        },
        {error_kind::limit});
    seen.last_event_id = parser.last_event_id();
    seen.retry = parser.retry();
    return seen;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto stream = text_of(data + 1, size - 1);
    const auto whole = read(stream, stream.size() + 1);
    const auto cut = read(stream, data[0] % 32 + 1u);
    require(whole == cut);
    require(whole.last_event_id.find_first_of(std::string_view("\0\r\n", 3)) == std::string::npos);
    return 0;
}
