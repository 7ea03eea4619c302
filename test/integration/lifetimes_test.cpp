// Signals, handles, futures, clients and contexts, which may go in any order that a header does not forbid.
#include "../support/books_in_pages.hpp"
#include "../support/run_loop.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/compose.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <random>
#include <thread>

using namespace corogql;
using test::books_in_pages;
using namespace corogql::testing;
using namespace std::chrono_literals;

namespace {

request many() { return request("subscription { count(to: 1000000) }"); }
request hello() { return request("{ hello(name: \"x\") }"); }
subscribe_options leaky() { return subscribe_options().overflow(overflow_policy::drop_oldest).buffer(5); }

generator<int> numbers(client& api) {
    auto one = [](event&&) { return 1; };
    auto two = [](event&&) -> asio::awaitable<int> { co_return 2; };
    return merge(api.subscribe(many(), leaky()) | map(one), api.subscribe(many(), leaky()) | map(two));
}

generator<std::vector<int>> batches(client& api) { return numbers(api) | buffer(3, 1ms); }

/// A context with a thread of its own, whose owner ends it when he likes.
class loop_thread {
public:
    loop_thread() : context_(std::make_unique<asio::io_context>(1)), work_(context_->get_executor()) {
        thread_ = std::thread([this] { context_->run(); });
    }
    ~loop_thread() { destroy(); }
    asio::io_context& operator*() noexcept { return *context_; }
    bool alive() const noexcept { return context_ != nullptr; }
    void destroy() {
        if (!context_) return;
        context_->stop();
        thread_.join();
        work_.reset();
        context_.reset();
    }

private:
    std::unique_ptr<asio::io_context> context_;
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    std::thread thread_;
};

template <class Source>
asio::awaitable<void> take_all(Source from, std::atomic<int>& taken) {
    while (true) {
        const auto item = co_await from.next();
        if (!item) break;
        ++taken;
        taken.notify_all();
    }
}

asio::awaitable<void> ask_and_close(client& api) {
    request question = hello();
    co_await api.execute(std::move(question));
    co_await api.close();
}

/// Everything that takes a slot, with the one of `signal`.
using bound_start = std::function<void(client&, asio::io_context&, asio::cancellation_slot)>;

const std::vector<bound_start> starts{
    [](client& api, asio::io_context&, asio::cancellation_slot slot) {
        api.async_execute(hello(), asio::bind_cancellation_slot(slot, [](std::exception_ptr, response) {}));
    },
    [](client& api, asio::io_context&, asio::cancellation_slot slot) {
        api.async_connect(asio::bind_cancellation_slot(slot, [](std::exception_ptr) {}));
    },
    [](client& api, asio::io_context&, asio::cancellation_slot slot) {
        api.async_close(asio::bind_cancellation_slot(slot, [](std::exception_ptr) {}));
    },
    [](client& api, asio::io_context& loop, asio::cancellation_slot slot) {
        asio::co_spawn(loop, api.warm_up(2), asio::bind_cancellation_slot(slot, asio::detached));
    },
    [](client& api, asio::io_context& loop, asio::cancellation_slot slot) {
        asio::co_spawn(loop, ask_and_close(api), asio::bind_cancellation_slot(slot, asio::detached));
    },
    [](client& api, asio::io_context&, asio::cancellation_slot slot) {
        auto walk = std::make_shared<pages>(api.paginate(books_in_pages()));
        walk->async_next(asio::bind_cancellation_slot(slot, [walk](std::exception_ptr, std::optional<page>) {}));
    },
    [](client& api, asio::io_context&, asio::cancellation_slot slot) {
        auto events = std::make_shared<subscription>(api.subscribe(many()));
        events->async_next(asio::bind_cancellation_slot(slot, [events](std::exception_ptr, std::optional<event>) {}));
    },
    [](client& api, asio::io_context&, asio::cancellation_slot slot) {
        auto made = std::make_shared<generator<int>>(numbers(api));
        made->async_next(asio::bind_cancellation_slot(slot, [made](std::exception_ptr, std::optional<int>) {}));
    }};

} // namespace

TEST_CASE("lifetimes: a cancellation signal may outlive the context, whatever it was bound to") {
    server server;
    for (const bool single : {false, true})
        for (const auto& start : starts)
            for (const bool finish : {true, false}) {
                asio::cancellation_signal stop;
                {
                    asio::io_context loop;
                    client api(loop.get_executor(), client_options(server.url()).single_threaded(single));
                    start(api, loop, stop.slot());
                    if (finish)
                        loop.run_for(20ms);
                    else
                        loop.poll();
                }
            }
}

TEST_CASE("lifetimes: a client, and what it gave out, may outlive its context") {
    server server;
    for (const bool single : {false, true})
        for (const int steps : {0, 1, 5, 1000}) {
            std::optional<client> api;
            std::optional<subscription> events;
            std::optional<pages> walk;
            std::optional<generator<int>> made;
            std::optional<generator<std::vector<int>>> batched;
            std::future<response> answer;
            {
                asio::io_context loop;
                api.emplace(loop.get_executor(), client_options(server.url()).single_threaded(single));
                events.emplace(api->subscribe(many(), leaky()));
                walk.emplace(api->paginate(books_in_pages(), page_options().page_size(1).prefetch(true)));
                made.emplace(numbers(*api));
                batched.emplace(batches(*api));
                answer = api->async_execute(hello(), asio::use_future);
                events->async_next([](std::exception_ptr, std::optional<event>) {});
                walk->async_next([](std::exception_ptr, std::optional<page>) {});
                made->async_next(asio::bind_executor(loop, [](std::exception_ptr, std::optional<int>) {}));
                batched->async_next(asio::bind_executor(asio::make_strand(loop),
                                                        [](std::exception_ptr, std::optional<std::vector<int>>) {}));
                for (int i = 0; i < steps && loop.run_one_for(20ms) > 0; ++i) {
                }
            }
            CHECK(answer.wait_for(10s) == std::future_status::ready);
            CHECK(!api->connected());
            try {
                api->subscribe(many());
                FAIL("nothing was thrown");
            } catch (const error& refused) {
                CHECK(refused.kind() == error_kind::usage);
            }
            try {
                while (events->try_next()) {
                }
            } catch (const error& gone) {
                CHECK(gone.kind() == error_kind::cancelled);
            }
            events->close();
            events->statistics();
            walk->cursor();
            CHECK(made->get_executor() == asio::system_executor());
            if (steps == 5) walk.reset(), api.reset();
        }
}

TEST_CASE("lifetimes: a consumer's context may go while the client's thread delivers to it") {
    server server;
    loop_thread home;
    client api((*home).get_executor(), client_options(server.url()));
    for (int round = 0; round < 40; ++round) {
        CAPTURE(round);
        loop_thread abroad;
        std::atomic<int> taken{0};
        auto stream = api.subscribe(many(), leaky());
        asio::co_spawn(*abroad, take_all(std::move(stream), taken), asio::detached);
        auto made = numbers(api);
        asio::co_spawn(*abroad, take_all(std::move(made), taken), asio::detached);
        for (int i = 0; i < 3; ++i) asio::co_spawn(*abroad, api.execute(hello()), asio::detached);
        for (int seen = taken; seen < round % 7; seen = taken) taken.wait(seen);
    }
    CHECK(api.async_execute(hello(), asio::use_future).get().ok());
}

TEST_CASE("lifetimes: who waits on another context is told when the client's is destroyed") {
    server server;
    for (int round = 0; round < 20; ++round) {
        loop_thread abroad;
        std::optional<loop_thread> home(std::in_place);
        client api((**home).get_executor(), client_options(server.url()));
        std::promise<error_kind> streamed, asked;
        const auto told = [](std::promise<error_kind>& what) {
            return [&what](std::exception_ptr failure, auto) {
                try {
                    if (failure) std::rethrow_exception(failure);
                    what.set_value(error_kind::decode);
                } catch (const error& known) {
                    what.set_value(known.kind());
                } catch (...) {
                    what.set_value(error_kind::usage);
                }
            };
        };
        auto silent = api.subscribe(request("subscription { count(to: 2, every: 100000) }"));
        asio::co_spawn(*abroad, silent.next(), told(streamed));
        auto question = hello();
        asio::co_spawn(*abroad, api.execute(std::move(question)), told(asked));
        auto future = silent.async_next(asio::use_future);
        while (round % 2 == 1 && !api.connected()) std::this_thread::yield();
        home.reset();
        CHECK(future.wait_for(10s) == std::future_status::ready);
        const auto answer = asked.get_future().get();
        CHECK((answer == error_kind::cancelled || answer == error_kind::decode || answer == error_kind::usage));
        streamed.get_future().get();
    }
}

namespace {

/// All of a program's things; each may be destroyed at any time, on one thread.
class household {
public:
    household(server& at, std::mt19937& chance) : chance_(chance) {
        api_.emplace((*home_).get_executor(), client_options(at.url()).timeout(10s));
        client& api = *api_;
        response_ = api.async_execute(hello(), asio::bind_cancellation_slot(signals_[0].slot(), asio::use_future));
        auto question = hello();
        asio::co_spawn(*abroad_, api.execute(std::move(question)),
                       asio::bind_cancellation_slot(signals_[1].slot(), asio::detached));
        events_.emplace(api.subscribe(many(), leaky()));
        next_ = events_->async_next(asio::bind_cancellation_slot(signals_[2].slot(), asio::use_future));
        auto elsewhere = api.subscribe(many(), leaky());
        asio::co_spawn(*abroad_, take_all(std::move(elsewhere), taken_), asio::detached);
        made_.emplace(numbers(api));
        made_->async_next(asio::bind_executor(
            *abroad_, asio::bind_cancellation_slot(signals_[3].slot(), [](std::exception_ptr, std::optional<int>) {})));
        auto batched = batches(api);
        asio::co_spawn(*abroad_, take_all(std::move(batched), taken_), asio::detached);
        walk_.emplace(api.paginate(books_in_pages(), page_options().page_size(1).prefetch(true)));
        page_ = walk_->async_next(asio::use_future);
        blocking_.emplace(client_options(at.url()));
        pending_.emplace(blocking_->start(hello()));
        ranged_.emplace(blocking_->subscribe(many(), leaky()));
    }

    void destroy_in_any_order() {
        std::vector<std::function<void()>> all{
            [this] { api_.reset(); },     [this] { events_.reset(); },   [this] { made_.reset(); },
            [this] { walk_.reset(); },    [this] { home_.destroy(); },   [this] { abroad_.destroy(); },
            [this] { response_ = {}; },   [this] { next_ = {}; },        [this] { page_ = {}; },
            [this] { pending_.reset(); }, [this] { blocking_.reset(); }, [this] { ranged_.reset(); }};
        // What is spawned on a context can be cancelled on its thread, while that lives; the client's own operations on
        // any.
        all.push_back([this] {
            if (chance_() % 2) signals_[0].emit(asio::cancellation_type::terminal);
        });
        all.push_back([this] {
            if (chance_() % 2 && abroad_.alive())
                asio::post(*abroad_, [this] { signals_[1].emit(asio::cancellation_type::terminal); });
        });
        std::shuffle(all.begin(), all.end(), chance_);
        for (const auto& destroy : all) {
            for (auto turns = chance_() % 20; turns > 0; --turns) std::this_thread::yield();
            destroy();
        }
    }

private:
    std::mt19937& chance_;
    asio::cancellation_signal signals_[4]; // the last to go
    std::atomic<int> taken_{0};
    loop_thread home_, abroad_;
    std::optional<client> api_;
    std::optional<subscription> events_;
    std::optional<generator<int>> made_;
    std::optional<pages> walk_;
    std::future<response> response_;
    std::future<std::optional<event>> next_;
    std::future<std::optional<page>> page_;
    std::optional<blocking_client> blocking_;
    std::optional<pending<response>> pending_;
    std::optional<blocking_subscription> ranged_;
};

} // namespace

TEST_CASE("lifetimes: signals, handles, futures, clients and contexts go in random order") {
    server server;
    for (unsigned seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        std::mt19937 chance(seed);
        household one(server, chance);
        one.destroy_in_any_order();
    }
}
