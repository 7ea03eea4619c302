/// The verb `corogql demo` shows every part of the program against its own server, each with the command line that does
/// it.
#include "cli/operation.hpp"
#include "cli/output/json_format.hpp"
#include "cli/output/output.hpp"
#include "cli/verbs.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/testing/mapi_server.hpp>

#include <string>

namespace corogql::cli {

namespace {

constexpr const char* create_run_document = R"(mutation CreateRun($createRunData: CreateRunInput!) {
  createRun(createRunData: $createRunData) { name status createdAt }
})";
constexpr const char* list_runs_document = R"(query Runs($getRunsPaginatedData: GetRunsPaginatedInput!) {
  getRunsPaginated(getRunsPaginatedData: $getRunsPaginatedData) { cursor hasNextPage runs { name status } }
})";
constexpr const char* count_events = "subscription($after: Int!) { count(after: $after, to: 6, every: 100) }";

void say(const std::string& text) { write_out(text + '\n'); }

void heading(const char* title, const std::string& command) { say("\n== " + std::string(title) + "\n$ " + command); }

void show(const response& answer) {
    answer.throw_if_failed();
    say(format_json(answer.text(), {}));
}

void show_query(blocking_client& api, const std::string& url) {
    heading("A query", "corogql query " + url + " -q 'query($name: String!) { hello(name: $name) }' -v name=world");
    show(api.execute(request("query($name: String!) { hello(name: $name) }").variable("name", "world")));
}

void show_mutation(blocking_client& api, const std::string& url) {
    heading("A mutation: never repeated when it may have run",
            "corogql query " + url + " -f create.graphql -v createRunData.runInput.runName=demo");
    json::object data;
    data["runInput"] = json::object{{"runName", "demo"}};
    show(api.execute(request(create_run_document).variable("createRunData", data)));
}

void show_pages(blocking_client& api, const std::string& url) {
    heading("Pages", "corogql paginate " + url + " -f runs.graphql --page-size 3");
    for (const auto& page : api.paginate(request(list_runs_document), page_options().page_size(3).limit(9))) {
        page.answer().throw_if_failed();
        for (std::size_t i = 0; i < page.size(); ++i)
            say("page " + std::to_string(page.number()) + ": " + format_json(page.text(i), {}));
    }
}

/// Shows a subscription. The server cuts the connection behind the third event; the stream goes on where it was.
void show_subscription(testing::server& server, blocking_client& api) {
    heading("A subscription through a cut connection", "corogql subscribe " + server.websocket_url() + " -q '" +
                                                           count_events +
                                                           "' -v after=0 \\\n    --resume /data/count=after --notices");
    server.inject(testing::fault::after_events(3).drop(testing::cut::reset));
    auto events = api.subscribe(request(count_events).variable("after", 0),
                                subscribe_options().resume("/data/count", "after").notices(true));
    for (auto& event : events) {
        if (const auto* notice = event.notice())
            say("   (reconnect: the link was cut; up again after " +
                std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(notice->down).count()) +
                " ms, attempt " + std::to_string(notice->attempts) + ", nothing missed)");
        else
            say(event.text());
    }
}

} // namespace

int demo(const demo_arguments& arguments) {
    testing::mapi_server server(testing::mapi_options().sample_runs(7));
    say("The built-in server: corogql serve\n" + server.url());
    client_options options(server.url());
    apply_common(options, arguments);
    options.reconnect(backoff_options().initial(std::chrono::milliseconds(300)));
    blocking_client api(std::move(options));
    show_query(api, server.url());
    show_mutation(api, server.url());
    show_pages(api, server.url());
    show_subscription(server, api);
    api.close();
    say("\nThe same from C++:\n\n"
        "  corogql::client api(co_await boost::asio::this_coro::executor, \"" +
        server.url() +
        "\");\n"
        "  auto ticks = api.subscribe(corogql::request(\"subscription { … }\"));\n"
        "  while (auto event = co_await ticks.next()) use(event->data());");
    return 0;
}

} // namespace corogql::cli
