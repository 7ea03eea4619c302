// Messages of a server, a line each, on either protocol: an event each, no exception, and what breaks the protocol
// says so. The first byte chooses protocol and leniency.
#include "fuzz.hpp"

#include "protocol/graphql/error_payload.hpp"
#include "protocol/graphql/execution_result.hpp"
#include "protocol/subscriptions/websocket_session.hpp"

using namespace corogql;
using namespace corogql::fuzz;
using protocol::session_event;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    auto text = text_of(data + 1, size - 1);
    protocol::websocket_session session(data[0] % 2 ? protocol::graphql_ws : protocol::graphql_transport_ws, 64, 0,
                                        data[0] % 4 > 1);
    session.next_id();
    std::string reply;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto event = session.receive(line, reply);
        if (event.kind == session_event::type::broken) {
            require(!event.problem.empty() && event.code >= 1000 && event.code < 5000);
            return 0;
        }
        if (event.kind == session_event::type::next)
            accepts(
                [&] {
                    protocol::check_result(*event.result, 64);
                    const auto result = protocol::make_result(event.result->whole, event.result->members, 64);
                    accepts([&] { result.data(); }, {error_kind::decode});
                },
                {error_kind::protocol});
        if (event.kind == session_event::type::error) protocol::read_error_payload(event.payload, 64);
    }
    return 0;
}
