// A program of generated code against one server: `program URL TRANSPORT...`, or `program FOLDER TRANSPORT...` for the
// built-in one; `program URL trusted` for one that runs the documents of a manifest. It prints what it has seen to be
// right, and ends at the first thing that is not.
#include "changes.graphql.hpp"
#include "own_server.hpp"
#include "works.graphql.hpp"

#include <corogql/typed.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace shelf;
using corogql::client, corogql::null, corogql::open_enum, corogql::other_type;
using corogql::subscription_transport;

void expect(bool right, const std::string& what) {
    if (!right) throw std::runtime_error("not so: " + what);
}

/// Queries, with what the server has learnt since the code was generated.
asio::awaitable<void> query(client& api) {
    const auto answer = co_await execute(api, Found());
    const auto& found = answer.data().found;
    expect(found.size() == 7, "seven works");
    expect(found[0]->as<Found::Data::Book>()->pages == 204, "a book");
    expect(found[1]->as<Found::Data::Film>()->minutes == 166.5, "a film");
    expect(found[2]->as<other_type>()->name == "Game", "a union's member that came later");
    expect(!found[3], "null");
    const WorkHead& head = *found[4]->as<Found::Data::Book>();
    expect(!head.format.known() && head.format.text() == "HOLOGRAM", "an enum's value that came later");
    expect(found[5]->as<Found::Data::Film>()->title == "Stalker \U0001F39E", "a title beyond the BMP");
    expect(!answer.data().fail && !answer.ok(), "partial data");
    const auto* error = answer.error_at("fail");
    expect(error && error->message == "boom", "why a field is null");
    std::cout << "query\n";
}

/// Pages of an interface, one of whose types came later.
asio::awaitable<void> walk(client& api) {
    Works all;
    all.years(true);
    auto pages = paginate(api, all, corogql::page_options().page_size(3));
    std::string seen;
    std::size_t count = 0;
    while (const auto page = co_await pages.next()) {
        ++count;
        for (const Works::Item& work : page->items()) {
            seen += work.title + ' ' + work.format.text() + ' ' + (work.year ? std::to_string(*work.year) : "?");
            if (const auto* book = work.as<Works::Data::WorkConnection::Book>())
                seen += book->published ? " " + std::to_string(int(book->published->year())) : " never";
            if (const auto* film = work.as<Works::Data::WorkConnection::Film>())
                seen += film->director ? " by " + film->director->name : " by nobody";
            if (const auto* other = work.as<other_type>()) seen += " (" + other->name + ')';
            seen += ";";
        }
    }
    expect(count == 3, "three pages");
    expect(seen == "Solaris PRINT 1961 1961;Solaris REEL 1972 by \u0422\u0430\u0440\u043A\u043E\u0432\u0441\u043A\u0438"
                   "\u0439;\"Go\"\n PRINT ? (Game);Ubik HOLOGRAM 1969 never;Stalker \U0001F39E REEL ? by nobody;"
                   "Chess HOLOGRAM 1475 (Game);",
           seen);
    std::cout << "pages\n";
}

/// What the server's resolver saw of an input.
asio::awaitable<void> see(client& api, const See& what, const char* expected) {
    const auto answer = co_await execute(api, what);
    answer.throw_if_failed();
    expect(json::parse(answer.data().seen) == json::parse(expected), answer.data().seen);
}

asio::awaitable<void> change(client& api) {
    // Nothing is said: the server's own defaults are all there is.
    const See absent{Change()};
    co_await see(api, absent, R"({"change":{"days":7},"until":"2024-02-29"})");
    See nulls(Change().title(null).pages(null).tags(null).format(null).instead(null));
    nulls.note(null).until(null);
    co_await see(api, nulls,
                 R"({"change":{"title":null,"pages":null,"tags":null,"format":null,"days":7,"instead":null},)"
                 R"("note":null,"until":null})");
    const std::vector<std::optional<std::string>> tags{"a\"\n\\", std::nullopt, ""};
    See values(Change()
                   .title("t")
                   .pages(-1)
                   .tags(tags)
                   .format(Format::REEL)
                   .days(0)
                   .instead(Change().title(null).instead(Change().pages(2))));
    values.note("").until(std::chrono::year(2000) / 1 / 31);
    co_await see(
        api, values,
        R"({"change":{"title":"t","pages":-1,"tags":["a\"\n\\",null,""],"format":"REEL","days":0,)"
        R"("instead":{"title":null,"days":7,"instead":{"pages":2,"days":7}}},"note":"","until":"2000-01-31"})");
    // What came later is sent back as it came.
    const See later(Change().format(open_enum<Format>("HOLOGRAM")));
    co_await see(api, later, R"({"change":{"format":"HOLOGRAM","days":7},"until":"2024-02-29"})");
    std::cout << "mutations\n";
}

/// A stream that is cut again and again goes on where it was.
asio::awaitable<void> follow(client& api, std::function<void()>& cut, std::string name) {
    constexpr int last = 80, between = 20;
    Count all(0, last);
    all.delay(5);
    auto events = subscribe(api, all);
    int seen = 0, cuts = 0;
    while (const auto event = co_await events.next()) {
        ++seen;
        expect(event->data().count == seen, "event " + std::to_string(seen) + " over " + name);
        if (seen % between != 0 || seen == last) continue;
        if (cut) {
            cut();
            ++cuts;
        } else {
            const auto answer = co_await execute(api, Cut());
            cuts += answer.data().dropConnections;
        }
    }
    expect(seen == last, "the last event over " + name);
    expect(cuts >= 3, "cuts of " + name);
    std::cout << "subscription over " << name << '\n';
    co_await api.close(); // its idle websocket would hold the loop for a while
}

/// A server that runs the documents of a manifest alone gets the hash of one in its place.
asio::awaitable<void> trust(client& api) {
    const auto answer = co_await corogql::execute<Found>(api, corogql::to_trusted_request(Found()));
    expect(answer.data().found.size() == 7, "a trusted document");
    See change{Change().title("t")};
    const auto seen = co_await corogql::execute<See>(api, corogql::to_trusted_request(change));
    expect(seen.data().seen.find("\"t\"") != std::string::npos, "a trusted mutation");
    const auto refused = co_await api.execute(corogql::request("{ __typename }"));
    expect(!refused.ok() && !refused.has_data(), "another document is refused");
}

asio::awaitable<void> upload_trusted(client& api) {
    corogql::request sending("mutation ($files: [File!]!) { upload(files: $files) { name size } }");
    sending.document_id("sha256:upload").attach("files.0", corogql::upload::bytes("four", "a.txt"));
    const auto answer = co_await api.execute(std::move(sending));
    const auto& file = answer.data().at("upload").at(0);
    expect(file.at("name") == "a.txt" && file.at("size") == 4, "a file with a trusted document");
}

asio::awaitable<void> count_trusted(client& api, std::string name) {
    const Count numbers(0, 3);
    auto events = corogql::subscribe<Count>(api, corogql::to_trusted_request(numbers));
    int seen = 0;
    while (const auto event = co_await events.next()) expect(event->data().count == ++seen, "an event over " + name);
    expect(seen == 3, "a trusted subscription over " + name);
    auto other = api.subscribe(corogql::request("subscription { count(after: 0, to: 1) }"));
    bool refused = false;
    try {
        const auto event = co_await other.next();
        refused = event && !event->ok() && !event->has_data();
    } catch (const corogql::error&) {
        refused = true;
    }
    expect(refused, "another subscription is refused over " + name);
    co_await api.close();
}

asio::awaitable<void> find_trusted(client& api, int& found) {
    const auto answer = co_await corogql::execute<Found>(api, corogql::to_trusted_request(Found()));
    found += static_cast<int>(answer.data().found.size());
}

corogql::client_options options_of(const std::string& url, subscription_transport over) {
    corogql::client_options made(url);
    made.subscriptions_over(over);
    made.reconnect(
        corogql::backoff_options().initial(std::chrono::milliseconds(20)).max(std::chrono::milliseconds(200)));
    return made;
}

asio::awaitable<void> all(client& api) {
    co_await query(api);
    co_await walk(api);
    co_await change(api);
}

void run(asio::io_context& loop, asio::awaitable<void> what) {
    std::exception_ptr failed;
    asio::co_spawn(loop, std::move(what), [&](std::exception_ptr failure) { failed = std::move(failure); });
    loop.restart();
    loop.run();
    if (failed) std::rethrow_exception(failed);
}

} // namespace

int main(int count, char** arguments) {
    if (count < 3) return std::cerr << "usage: program URL|FOLDER TRANSPORT...\n", 2;
    const std::map<std::string, subscription_transport> transports{{"websocket", subscription_transport::websocket},
                                                                   {"sse", subscription_transport::sse},
                                                                   {"multipart", subscription_transport::multipart}};
    try {
        std::string url = arguments[1];
        std::optional<own_server> own;
        std::function<void()> cut;
        if (!url.starts_with("http")) {
            own.emplace(url);
            url = own->url();
            cut = [&] { own->drop_connections(); };
        }
        asio::io_context loop;
        client api(loop.get_executor(), url);
        if (arguments[2] == std::string("trusted")) {
            corogql::client_options by_get(url);
            by_get.http(corogql::http_options().get_for_queries(true));
            client reading(loop.get_executor(), by_get);
            for (auto* each : {&api, &reading}) run(loop, trust(*each));
            run(loop, upload_trusted(api));
            corogql::client_options in_lists(url);
            in_lists.http(corogql::http_options().batch(std::chrono::milliseconds(20)));
            client gathering(loop.get_executor(), in_lists);
            int found = 0;
            asio::co_spawn(loop, find_trusted(gathering, found), asio::detached);
            run(loop, find_trusted(gathering, found));
            expect(found == 14 && gathering.statistics().http_dials == 1, "trusted documents in one batch");
            for (const std::string name : {"websocket", "sse"}) {
                client streams(loop.get_executor(), options_of(url, transports.at(name)));
                run(loop, count_trusted(streams, name));
            }
            return std::cout << "trusted documents\n", 0;
        }
        run(loop, all(api));
        for (int i = 2; i < count; ++i) {
            const std::string name = arguments[i];
            client streams(loop.get_executor(), options_of(url, transports.at(name)));
            run(loop, follow(streams, cut, name));
        }
    } catch (const std::exception& failure) {
        return std::cerr << failure.what() << '\n', 1;
    }
}
