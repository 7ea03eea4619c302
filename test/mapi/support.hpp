/// A connection to the built-in server, patient in nothing.
#pragma once

#include <corogql/mapi/connection.hpp>
#include <corogql/testing/mapi_server.hpp>

#include <boost/describe.hpp>

namespace corogql::test {

using namespace std::chrono_literals;

inline mapi::connection_options quick(const testing::server& server) {
    mapi::connection_options options;
    options.endpoint(server.url()).api_key("key").variables(mapi::fixed_environment({}));
    options.retry(mapi::retry_policy().initial(1ms).max(4ms).jitter(1ms));
    options.reconnect(backoff_options().initial(1ms).max(5ms));
    options.adjust([](client_options& general) {
        auto websocket = general.websocket();
        general.websocket(websocket.close_timeout(200ms));
    });
    return options;
}

/// A run as the tests look at it.
struct named_run {
    std::string name, status;
};
BOOST_DESCRIBE_STRUCT(named_run, (), (name, status))

/// The next of a stream, or of page_items, for a test that blocks.
template <class Stream>
auto next_of(Stream& from) {
    return from.async_next(asio::use_future).get();
}

inline mapi::operation create_run(const std::string& name) {
    return mapi::operation("mutation CreateRun($createRunData: CreateRunInput!) "
                           "{ createRun(createRunData: $createRunData) { name status } }",
                           "createRun")
        .variable("$createRunData", json::object{{"runInput", {{"runName", name}}}});
}

inline mapi::operation list_runs() {
    return mapi::operation(
               "query GetRuns($getRunsData: GetRunsInput) { getRuns(getRunsData: $getRunsData) { name status } }",
               "getRuns")
        .variable("getRunsData", json::object());
}

inline mapi::operation get_pages(int limit) {
    return mapi::operation("query GetRunsPaginated($getRunsPaginatedData: GetRunsPaginatedInput) { "
                           "getRunsPaginated(getRunsPaginatedData: $getRunsPaginatedData) "
                           "{ cursor hasNextPage runs { name status } } }",
                           "getRunsPaginated")
        .variable("getRunsPaginatedData", json::object{{"limit", limit}});
}

/// 1 to `to`, one every so many milliseconds.
inline mapi::operation count(int to, int every = 0) {
    return mapi::operation("subscription Count($after: Int, $to: Int!, $every: Int) "
                           "{ count(after: $after, to: $to, every: $every) }",
                           "count")
        .variable("to", to)
        .variable("every", every)
        .variable("after", 0);
}

/// A retry callback for count(): goes on behind the last number.
inline void go_on(json::object& variables, const json::value* last) {
    if (last) variables["after"] = *last;
}

inline mapi::operation fail_with(const std::string& message, int code) {
    return mapi::operation("query Fail($message: String, $code: Int) { fail(message: $message, code: $code) }", "fail")
        .variable("message", json::string(message))
        .variable("code", code);
}

} // namespace corogql::test
