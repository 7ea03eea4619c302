// Recipes: every error, cancellation, tokens that are renewed, a stream that another process goes on with.
#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>
#include <map>

namespace asio = boost::asio;
namespace json = boost::json;
namespace testing = corogql::testing;
using namespace std::chrono_literals;
using corogql::request;

// What is left to do when the retries are over. A compiler that warns of switches tells when a kind is missing.
std::string advice(const corogql::error& why) {
    using kind = corogql::error_kind;
    switch (why.kind()) {
    case kind::connect:
    case kind::tls:
    case kind::lost:
    case kind::timeout:
        return why.possibly_executed() ? "look whether it was done" : "try again later";
    case kind::http:
        return "the server said " + std::to_string(why.http_status().value_or(0)) + ": " + std::string(why.body_excerpt());
    case kind::credentials:
        return "log in again";
    case kind::graphql:
        return why.errors().empty() ? why.what() : why.errors().front().message;
    case kind::limit:
    case kind::overflow:
        return "ask for less, take it faster, or allow more";
    case kind::cancelled:
        return "the client was closed";
    case kind::protocol:
    case kind::decode:
        return std::string("the server's mistake: ") + why.what();
    case kind::usage:
    case kind::config:
    case kind::callback:
        return std::string("our mistake: ") + why.what();
    }
    return {};
}

asio::awaitable<std::string> add_book(corogql::client& api) {
    try {
        request add(R"(mutation { addBook(title: "Germinal") { id } })");
        const auto answer = co_await api.execute(std::move(add));
        for (const auto& each : answer.errors()) // there may be data beside them
            std::cerr << each.path_text() << ": " << each.message << " (" << each.code() << ")\n";
        co_return "added as " + answer.data_as<std::map<std::string, std::string>>("addBook").at("id");
    } catch (const corogql::error& why) {
        co_return advice(why);
    } catch (const boost::system::system_error& why) { // somebody has cancelled us
        if (why.code() != asio::error::operation_aborted) throw;
        co_return "cancelled";
    }
}

// The next event, or nothing when none came in time. None is lost by that: the following call gives it.
asio::awaitable<std::optional<corogql::event>> next_within(corogql::subscription& events,
                                                           std::chrono::nanoseconds limit) {
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer timer(co_await asio::this_coro::executor, limit);
    auto first = co_await (events.next() || timer.async_wait(asio::use_awaitable));
    if (first.index() == 0) co_return std::move(std::get<0>(first));
    if (!events.done()) co_return std::nullopt;
    co_return co_await events.next(); // the end; or a failure again, as `||` passes over one while it can still succeed
}

// The whole operation may take two seconds: all attempts, and the waits between them.
asio::awaitable<std::string> quick_answer(corogql::client& api) {
    request question("{ hello }");
    question.timeout(2s);
    const auto answer = co_await api.execute(std::move(question));
    co_return answer.data_as<std::string>("hello");
}

// What cancels stands beside the work, and is used where the work runs.
std::string cancelled_while_asking(asio::io_context& loop, corogql::client& api, testing::server& server) {
    server.inject(testing::fault::on_request().delay(1h));
    asio::cancellation_signal stop;
    auto outcome = asio::co_spawn(loop, add_book(api), asio::bind_cancellation_slot(stop.slot(), asio::use_future));
    asio::steady_timer enough(loop, 50ms);
    enough.async_wait([&](boost::system::error_code) { stop.emit(asio::cancellation_type::terminal); });
    loop.restart();
    loop.run();
    return outcome.get();
}

// A token is kept until it is about to expire, or is refused. The client asks before every attempt, and makes the
// second one at once when the answer to `refused` is a fresh token.
class session {
public:
    explicit session(corogql::client& identity) : identity_(identity) {}

    static corogql::credentials_provider provider(std::shared_ptr<session> self) {
        return [self = std::move(self)](bool refused) { return give(self, refused); };
    }

    int logins = 0;

private:
    static asio::awaitable<corogql::credentials> give(std::shared_ptr<session> self, bool refused) {
        const auto now = std::chrono::steady_clock::now();
        if (refused || now >= self->expires_) {
            self->token_ = co_await log_in(self->identity_, ++self->logins);
            self->expires_ = now + 1h;
        }
        corogql::credentials given;
        given.bearer(self->token_).valid_for(self->expires_ - now); // sockets are renewed ahead
        co_return given;
    }

    // Stands for whatever gives tokens: here another GraphQL service.
    static asio::awaitable<std::string> log_in(corogql::client& identity, int number) {
        request question("query($name: JSON) { echo(value: $name) }");
        question.variable("name", "token-" + std::to_string(number));
        const auto answer = co_await identity.execute(std::move(question));
        co_return answer.data_as<std::string>("echo");
    }

    corogql::client& identity_;
    std::string token_;
    std::chrono::steady_clock::time_point expires_{};
};

// Goes on where an earlier process has stopped, and returns where the next one is to begin.
asio::awaitable<std::optional<json::value>> follow(corogql::client& api, std::optional<json::value> from, int most,
                                                   int& sum) {
    auto options = corogql::subscribe_options().resume("/data/count", "after").notices(true);
    if (from) options.start_from(std::move(*from));
    auto counts = api.subscribe(request("subscription($after: Int = 0) { count(after: $after, to: 100) }"), options);
    while (const auto event = co_await counts.next()) {
        if (const auto* notice = event->notice()) { // in its place among the events
            if (notice->gap()) std::cerr << "something may be missing\n";
            continue;
        }
        sum += event->data_as<int>("count");
        if (--most == 0) break;
    }
    co_return counts.cursor();
}

asio::awaitable<int> two_processes(corogql::client& api, testing::server& server) {
    int sum = 0;
    server.inject(testing::fault::after_events(2).drop());
    const auto kept = co_await follow(api, std::nullopt, 3, sum);
    co_await follow(api, kept, 1, sum);
    co_await api.close(); // its websocket would keep the loop running for its idle time
    co_return sum;
}

asio::awaitable<int> events_in_time(corogql::client& api) {
    auto counts = api.subscribe(request("subscription { count(to: 3, every: 20) }"));
    int sum = 0;
    while (!counts.done()) {
        const auto event = co_await next_within(counts, 5ms);
        if (event) sum += event->data_as<int>("count");
    }
    co_await api.close();
    co_return sum;
}

template <class T>
T run(asio::io_context& loop, asio::awaitable<T> work) {
    auto result = asio::co_spawn(loop, std::move(work), asio::use_future);
    loop.restart();
    loop.run();
    return result.get();
}

int main() {
    testing::server server, identity;
    asio::io_context loop;
    corogql::client api(loop.get_executor(), server.url());

    server.inject(testing::fault::on_request().answer(418, "I am a teapot"));
    const auto teapot = run(loop, add_book(api));
    const auto added = run(loop, add_book(api));
    const auto cancelled = cancelled_while_asking(loop, api, server);
    std::cout << teapot << '\n' << added << '\n' << cancelled << '\n';
    if (teapot != "the server said 418: I am a teapot" || added != "added as 11" || cancelled != "cancelled") return 1;

    if (run(loop, quick_answer(api)) != "Hello, world!" || run(loop, events_in_time(api)) != 1 + 2 + 3) return 1;
    if (run(loop, two_processes(api, server)) != 1 + 2 + 3 + 4) return 1;

    corogql::client login(loop.get_executor(), identity.url());
    const auto tokens = std::make_shared<session>(login);
    auto options = corogql::client_options(server.url()).credentials(session::provider(tokens));
    corogql::client member(loop.get_executor(), std::move(options));
    server.api_key("Bearer token-1");
    run(loop, quick_answer(member));
    server.api_key("Bearer token-2"); // the first one is refused from now on
    run(loop, quick_answer(member));
    return tokens->logins == 2 ? 0 : 1;
}
