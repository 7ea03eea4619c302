/// Ends in a way that its argument says, with a blocking client that has asked something: the test looks whether it
/// does.
#include "../support/books_in_pages.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/blocking_generator.hpp>
#include <corogql/compose.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdlib>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

using namespace corogql;
using test::books_in_pages;

namespace {

bool in_child = false;

} // namespace

/// Asked by the leak sanitizer at the end. In a child of fork() what only stacks of the other threads own is lost.
extern "C" int __lsan_is_turned_off() { return in_child; }

namespace {

generator<int> counted(blocking_client& api) {
    return api.subscribe(request("subscription { count(to: 9) }")).release() |
           map([](const event& one) { return one.data_as<int>("count"); });
}

/// One client upgrades a connection, which OpenSSL does its part for, and so does another in a function that exit()
/// calls.
int use_at_exit(const client_options& options) {
    static blocking_client early{options}, late{options};
    static const auto first_of = [](blocking_client& api) {
        return api.subscribe(request("subscription { count(to: 9) }")).next()->data_as<int>("count");
    };
    std::atexit([] { std::_Exit(first_of(late) == 1 ? 3 : 1); });
    return first_of(early) == 1 ? 2 : 1;
}

/// What a child comes to that only exits, with what `code` returns.
int child_that_exits(const std::function<int()>& code) {
    const auto child = ::fork();
    if (child == 0) {
        in_child = true;
        std::exit(code());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 7;
}

int refusal_of(blocking_client& api) {
    try {
        api.execute(request("{ books { totalCount } }"));
    } catch (const error& refused) {
        return refused.kind() == error_kind::usage ? 4 : 5;
    }
    return 6;
}

/// Everything with use_future on a loop of the program's own, and a consumer on another one: no thread is begun, for
/// whose end a child would wait.
int fork_behind_futures(const client_options& options) {
    asio::io_context loop{1}, abroad{1};
    client api(loop.get_executor(), options);
    auto events = api.subscribe(request("subscription { count(to: 9) }"));
    auto walk = api.paginate(books_in_pages(), page_options().page_size(1));
    auto doubled = api.subscribe(request("subscription { count(to: 9) }")) |
                   map([](const event& one) { return 2 * one.data_as<int>("count"); });
    auto answer = api.async_execute(request("query { hello(name: \"x\") }"), asio::use_future);
    auto event = events.async_next(asio::use_future);
    auto page = walk.async_next(asio::use_future);
    auto number = doubled.async_next(asio::use_future);
    request question("query { hello(name: \"y\") }");
    auto elsewhere =
        asio::co_spawn(abroad, api.execute(std::move(question)), asio::bind_executor(abroad, asio::use_future));
    const auto done = [](const auto& future) {
        return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    };
    while (!(done(answer) && done(event) && done(page) && done(number) && done(elsewhere))) {
        loop.restart();
        loop.run_one();
        abroad.restart();
        abroad.poll();
    }
    const bool right = answer.get().ok() && event.get() && page.get() && number.get() == 2 && elsewhere.get().ok();
    return right && child_that_exits([] { return 4; }) == 4 ? 3 : 1;
}

} // namespace

int main(int count, char** arguments) {
    if (count != 3) return 2;
    const std::string how = arguments[1];
    const client_options options(arguments[2]);
    const request question("query { hello(name: \"x\") }");
    if (how == "own thread") {
        std::promise<void> gone;
        auto api = std::make_shared<blocking_client>(options);
        api->execute(question);
        auto events = std::make_shared<blocking_subscription>(api->subscribe(request("subscription { count(to: 9) }")));
        const auto executor = api->loop()->executor();
        asio::post(executor, [&gone, api = std::move(api), events = std::move(events)]() mutable {
            api.reset();
            events.reset(); // the last owner of the loop
            gone.set_value();
        });
        gone.get_future().get();
        return 3;
    }
    if (how == "used at exit") return use_at_exit(options);
    if (how == "fork behind futures") return fork_behind_futures(options);
    static blocking_client api{options};
    static auto events = api.subscribe(request("subscription { count(to: 9) }"));
    // Of each that blocks, one that waits for more.
    static auto pages = api.paginate(books_in_pages(), page_options().page_size(1).prefetch(true));
    static blocking_generator numbers(counted(api), api.loop());
    pages.next();
    numbers.next();
    api.execute(question);
    if (how == "static") return 3;
    if (how == "exit on the loop") {
        asio::post(api.loop()->executor(), [] { std::exit(3); });
        while (true) ::pause();
    }
    if (how == "fork") return child_that_exits([] { return refusal_of(api); }) == 4 ? 3 : 1;
    if (how == "exit on another thread") {
        std::thread([] { std::exit(3); }).join();
        return 1;
    }
    return 2;
}
