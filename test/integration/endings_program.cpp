/// Ends in a way that its argument says, with a blocking client that has asked something: the test looks whether it
/// does.
#include "../support/runs_in_pages.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/blocking_generator.hpp>
#include <corogql/compose.hpp>

#include <boost/asio/post.hpp>

#include <cstdlib>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

using namespace corogql;
using test::runs_in_pages;

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

/// One client upgrades a connection, which OpenSSL does its part for, and so does another in a function that exit() calls.
int use_at_exit(const client_options& options) {
    static blocking_client early{options}, late{options};
    static const auto first_of = [](blocking_client& api) {
        return api.subscribe(request("subscription { count(to: 9) }")).next()->data_as<int>("count");
    };
    std::atexit([] { std::_Exit(first_of(late) == 1 ? 3 : 1); });
    return first_of(early) == 1 ? 2 : 1;
}

/// What a child that only exits comes to.
int child_that_exits(blocking_client& api) {
    const auto child = ::fork();
    if (child == 0) {
        in_child = true;
        try {
            api.execute(request("{ runs { name } }"));
        } catch (const error& refused) {
            std::exit(refused.kind() == error_kind::usage ? 4 : 5);
        }
        std::exit(6);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 7;
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
    static blocking_client api{options};
    static auto events = api.subscribe(request("subscription { count(to: 9) }"));
    // Of each that blocks, one that waits for more.
    static auto pages = api.paginate(runs_in_pages(), page_options().page_size(1).prefetch(true));
    static blocking_generator numbers(counted(api), api.loop());
    pages.next();
    numbers.next();
    api.execute(question);
    if (how == "static") return 3;
    if (how == "exit on the loop") {
        asio::post(api.loop()->executor(), [] { std::exit(3); });
        while (true) ::pause();
    }
    if (how == "fork") return child_that_exits(api) == 4 ? 3 : 1;
    if (how == "exit on another thread") {
        std::thread([] { std::exit(3); }).join();
        return 1;
    }
    return 2;
}
