/// The tests in a simulated world share these helpers.
#pragma once

#include "../support/caught.hpp"

#include <corogql/client.hpp>
#include <corogql/decode.hpp>
#include <corogql/testing/simulated_server.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::test {

using namespace std::chrono_literals;
using codes = std::vector<std::uint16_t>;

inline backoff_options no_reconnect() { return backoff_options().retries(0); }

/// Returns options that offer the legacy protocol alone.
inline websocket_options legacy() { return websocket_options().protocol(websocket_protocol::graphql_ws); }

/// Returns a provider that writes down whether it was asked after a refusal, and gives "token 1", "token 2", ….
inline credentials_provider tokens(std::vector<bool>& asked) {
    return [&asked](bool refused) -> asio::awaitable<credentials> {
        asked.push_back(refused);
        credentials fresh;
        fresh.authorization("token " + std::to_string(asked.size()));
        co_return fresh;
    };
}

/// Answers a subscription with one event, and no end.
inline void send_one(testing::simulated_connection link, const testing::simulated_operation& operation) {
    link.next(operation.id, R"({"n":1})");
}

/// A scene is a simulation with a server that remembers how its connections ended, and clients without a deadline.
class scene {
public:
    explicit scene(std::uint64_t seed = 1) : world(seed) {
        server.on_end([this](auto, std::uint16_t code) { goodbyes.push_back(code); });
    }

    client_options options(websocket_options websocket = {}, backoff_options reconnect = {}) const {
        return client_options(server.url()).timeout(0s).reconnect(reconnect).websocket(std::move(websocket));
    }
    client_options options(backoff_options reconnect) const { return options(websocket_options(), reconnect); }
    client connect(client_options options) { return client(world.executor(), std::move(options)); }
    client connect(websocket_options websocket = {}, backoff_options reconnect = {}) {
        return connect(options(std::move(websocket), reconnect));
    }
    client connect(backoff_options reconnect) { return connect(options(reconnect)); }

    /// Returns the `count` of the next event.
    int next(subscription& counts) {
        const auto event = world.run(counts.next(), 2h);
        REQUIRE(event);
        return event->data_as<int>("count");
    }
    /// Returns how a subscription fails, which it must within two hours.
    error failure(subscription& counts) {
        return caught([&] { world.run(counts.next(), 2h); });
    }
    bool ended(subscription& counts) { return !world.run(counts.next(), 2h); }

    /// Returns the messages of this type that arrived, in order.
    std::vector<testing::simulated_server::message> sent(std::string_view type) const {
        const auto mark = R"("type":")" + std::string(type) + '"';
        std::vector<testing::simulated_server::message> found;
        for (const auto& each : server.received())
            if (each.text.find(mark) != std::string::npos) found.push_back(each);
        return found;
    }

    testing::simulation world;
    testing::simulated_server server{world};
    /// The close codes of the client's close frames; 0 where there was none, or the server came first.
    codes goodbyes;
};

inline subscription counts(client& api, subscribe_options options = {}) {
    return api.subscribe(request("subscription { count }"), std::move(options));
}

inline std::string count_data(int value) { return "{\"count\":" + std::to_string(value) + "}"; }

inline void check_error(const error& seen, error_kind kind, error_phase phase,
                        std::optional<unsigned> close_code = std::nullopt) {
    CAPTURE(seen.what());
    CHECK(to_string(seen.kind()) == to_string(kind));
    CHECK(to_string(seen.phase()) == to_string(phase));
    CHECK(seen.close_code().value_or(0) == close_code.value_or(0));
}

inline bool says(const error& seen, std::string_view text) {
    return std::string_view(seen.what()).find(text) != std::string_view::npos;
}

} // namespace corogql::test
