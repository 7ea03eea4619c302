/// The tests of subscriptions over HTTP share these helpers.
#pragma once

#include "../support.hpp"

#include <corogql/headers.hpp>

namespace corogql::test {

/// A scene whose clients subscribe over HTTP, and which remembers the requests that opened the streams.
class streamed_scene : public scene {
public:
    explicit streamed_scene(subscription_transport transport, std::string_view content_type, std::uint64_t seed = 1)
        : scene(seed), transport_(transport) {
        server.on_stream([this, type = std::string(content_type)](auto link, const auto& request) {
            opened.push_back(request);
            link.begin_stream(type);
            if (on_open) on_open(link);
        });
    }

    client_options options() const { return scene::options().subscriptions_over(transport_); }
    client connect() { return scene::connect(options()); }

    /// Returns a field of the nth request that opened a stream; empty where the request has none.
    std::string field(std::size_t nth, std::string_view name) const {
        for (const auto& [key, value] : opened.at(nth).headers)
            if (key == name) return value;
        return {};
    }

    std::function<void(testing::simulated_connection)> on_open;
    std::vector<testing::simulated_request> opened;

private:
    subscription_transport transport_;
};

} // namespace corogql::test
