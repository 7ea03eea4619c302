/// The tests of HTTP's cases share a server that answers by a list, and short ways to ask it.
#pragma once

#include "../support.hpp"

namespace corogql::test {

using testing::simulated_ending;
using testing::simulated_reply;

inline constexpr const char* graphql_type = "application/graphql-response+json";
inline constexpr const char* json_type = "application/json";

inline constexpr const char* one_text = R"({"data":{"a":1}})";
inline constexpr const char* errors_text = R"({"errors":[{"message":"no","extensions":{"code":"BAD"}}]})";
inline constexpr const char* both_text = R"({"data":{"a":1},"errors":[{"message":"half"}]})";
inline constexpr const char* null_text = R"({"data":null,"errors":[{"message":"no"}]})";

inline const request query("{ a }");
inline const request mutation("mutation { a }");

inline simulated_reply reply(unsigned status, std::string type, std::string body, headers fields = {}) {
    simulated_reply made;
    made.status = status;
    made.content_type = std::move(type);
    made.body = std::move(body);
    made.headers = std::move(fields);
    return made;
}

inline simulated_reply good() { return reply(200, graphql_type, one_text); }

/// Returns a reply of these bytes, and then the end of the connection if told so.
inline simulated_reply raw(std::string bytes, simulated_ending then = simulated_ending::stay) {
    simulated_reply made;
    made.raw = std::move(bytes);
    made.then = then;
    return made;
}

inline bool has_field(const headers& fields, std::string_view name, std::string_view value) {
    return std::find(fields.begin(), fields.end(), std::pair{std::string(name), std::string(value)}) != fields.end();
}

inline std::string field_of(const testing::simulated_request& asked, std::string_view name) {
    for (const auto& [field, value] : asked.headers)
        if (field == name) return value;
    return "none";
}

class http_scene : public scene {
public:
    explicit http_scene(std::vector<simulated_reply> replies = {}) : replies_(std::move(replies)) {
        server.on_request([this](const testing::simulated_request& asked) {
            requests.push_back(asked);
            REQUIRE(!replies_.empty());
            return replies_[std::min(requests.size(), replies_.size()) - 1];
        });
    }

    /// Answers with these replies one after the other, and with the last one again and again.
    void answers(std::vector<simulated_reply> replies) { replies_ = std::move(replies); }

    response ask(client& api, request operation = query) { return world.run(api.execute(std::move(operation)), 2h); }
    response ask(const client_options& with, request operation = query) {
        client api = connect(with);
        return ask(api, std::move(operation));
    }
    response ask(request operation = query) { return ask(options(), std::move(operation)); }

    error refused(client& api, request operation = query) {
        return caught([&] { ask(api, std::move(operation)); });
    }
    error refused(const client_options& with, request operation = query) {
        client api = connect(with);
        return refused(api, std::move(operation));
    }
    error refused(request operation = query) { return refused(options(), std::move(operation)); }

    client_options once() const { return options().retry(retry_options().retries(0)); }

    std::vector<testing::simulated_request> requests; ///< The requests that came whole.

private:
    std::vector<simulated_reply> replies_;
};

/// Checks the facts of a failure that came with an HTTP answer.
inline void check_http(const error& seen, error_kind kind, unsigned status) {
    check_error(seen, kind, error_phase::receive);
    CHECK(seen.http_status() == status);
}

} // namespace corogql::test
