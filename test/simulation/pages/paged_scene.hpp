/// A paged_scene has a simulated server that gives pages as a test scripts them, and remembers what was asked.
#pragma once

#include "../support.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <functional>

namespace corogql::test {

class paged_scene : public scene {
public:
    /// A script answers the n-th request (from 1) with a GraphQL result; "" means that the server is busy.
    using script = std::function<std::string(int number, const json::object& variables)>;

    void answer(script with) {
        server.on_request([this, with = std::move(with)](const testing::simulated_request& got) {
            auto variables = json::value(json::object());
            const auto payload = json::parse(got.body);
            if (const auto* given = payload.as_object().if_contains("variables")) variables = *given;
            asked.push_back(json::serialize(variables));
            testing::simulated_reply reply;
            reply.body = with(static_cast<int>(asked.size()), variables.as_object());
            if (reply.body.empty()) reply.status = 503;
            reply.delay = delay;
            return reply;
        });
    }

    /// Connects a client without retries, so that a page that fails, fails.
    client connect_once() {
        auto settings = options();
        settings.retry(retry_options().retries(0));
        return connect(std::move(settings));
    }

    /// Returns the items of the next page; nullopt at the end.
    std::optional<std::vector<int>> take(pages& from) {
        const auto taken = world.run(from.next(), 2h);
        if (!taken) return std::nullopt;
        return taken->items_as<int>();
    }
    error failure(pages& from) {
        return caught([&] { world.run(from.next(), 2h); });
    }

    std::vector<std::string> asked; ///< The variables of each request.
    std::chrono::nanoseconds delay{0};
};

/// Returns an answer with a connection under data.a.
inline std::string connection(std::string_view items, std::string_view page_info) {
    return "{\"data\":{\"a\":{\"nodes\":[" + std::string(items) + "],\"pageInfo\":{" + std::string(page_info) + "}}}}";
}

/// Returns a script that gives the numbers from 1 to `all`, `size` in a page; the cursor is the last of them.
inline paged_scene::script numbers(int all, int size) {
    return [all, size](int, const json::object& variables) {
        const auto* after = variables.if_contains("after");
        const int begin = after ? static_cast<int>(after->as_int64()) : 0;
        const int end = std::min(begin + size, all);
        std::string items;
        for (int i = begin + 1; i <= end; ++i) items += (i > begin + 1 ? "," : "") + std::to_string(i);
        return connection(items, std::string("\"hasNextPage\":") + (end < all ? "true" : "false") +
                                     ",\"endCursor\":" + std::to_string(end));
    };
}

inline request numbers_document() { return request("query($after: Int) { a(after: $after) { nodes } }"); }

using list = std::vector<int>;

} // namespace corogql::test
