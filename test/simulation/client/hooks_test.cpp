// What the user's own functions may do and throw: every function that a client is given, with every member of the
// public face called from it and everything it may throw, on a strand and without one.
#include "../support.hpp"

#include <corogql/compose.hpp>
#include <corogql/interceptor.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <functional>
#include <list>
#include <memory>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;

namespace {

/// How something that was started came out.
struct ending {
    bool over = false;
    std::exception_ptr failure;

    std::string text() const {
        if (!over) return "not over";
        if (!failure) return "good";
        try {
            std::rethrow_exception(failure);
        } catch (const error& known) {
            return std::string(to_string(known.kind())) + ": " + known.what();
        } catch (const boost::system::system_error& cut) {
            return cut.code() == asio::error::operation_aborted ? "aborted" : std::string("raw: ") + cut.what();
        } catch (const std::exception& other) {
            return std::string("raw: ") + other.what();
        } catch (int) {
            return "raw: an int";
        }
    }
};

class stage;
using action = std::function<void(stage&)>;

asio::awaitable<void> generate_two(yielder<int>& out, stage& on);
asio::awaitable<credentials> give_later(stage& on);
asio::awaitable<std::vector<asio::ip::address>> find_later(stage& on);

/// A client whose every function calls act() when it is the chosen one, and work that calls all of them.
class stage {
public:
    stage(std::string hook, bool strand, action what) : chosen_(std::move(hook)), act_(std::move(what)) {
        server.on_subscribe([this](simulated_connection link, const simulated_operation& operation) {
            link.send_text(R"({"type":"next","id":"999","payload":{"data":null}})");
            send_one(link, operation);
            if (!std::exchange(dropped_, true))
                link.drop();
            else
                send_one(link, operation);
        });
        server.on_request([this](const simulated_request& received) {
            simulated_reply reply;
            reply.body = R"({"data":{"n":1}})";
            reply.delay = 5ms;
            const bool query = received.body.find("mutation") == std::string::npos;
            if (query && !std::exchange(refused_, true)) {
                reply.status = 503;
                reply.body.clear();
            }
            return reply;
        });
        client_options options("http://server/graphql");
        options.single_threaded(!strand).timeout(1min);
        options.resolver([this](std::string) -> asio::awaitable<std::vector<asio::ip::address>> {
            at("resolver");
            return find_later(*this);
        });
        options.observe([this](const operation_begin&) -> std::unique_ptr<operation_observer> {
            at("observe");
            return std::make_unique<onlooker>(*this);
        });
        options.credentials([this](bool) -> asio::awaitable<credentials> {
            at("provider");
            return give_later(*this);
        });
        options.log([this](std::string_view) { at("log"); });
        options.on_lifecycle([this](const lifecycle_event& event) {
            switch (event.what) {
            case lifecycle_event::type::connecting: return at("connecting");
            case lifecycle_event::type::acknowledged: return at("acknowledged");
            case lifecycle_event::type::disconnected: return at("disconnected");
            case lifecycle_event::type::waiting: return at("waiting");
            case lifecycle_event::type::not_understood: return at("not_understood");
            default: return;
            }
        });
        options.trace([this] {
            at("trace");
            return trace_context();
        });
        options.retry(retry_options().retry_if([this](const failed_attempt&, const retry_verdict& ours) {
            at("retry_if");
            return ours;
        }));
        options.intercept(std::make_shared<around>(*this));
        api = std::make_unique<client>(world.executor(), options);
    }

    void at(std::string_view hook) {
        if (hook == chosen_ && fired++ == 0) act_(*this);
    }

    void perform() {
        subscribe_options resuming;
        resuming.resume([this](json::object&, const response*) { at("resume hook"); });
        events.emplace(api->subscribe(request("subscription { n }"), resuming));
        take(3);
        query();
        request upload("mutation($f: Upload) { n }");
        upload.attach("f", upload::bytes(std::string(400'000, 'x'), "f.txt"));
        upload.on_progress([this](std::uint64_t, std::uint64_t) { at("progress"); });
        start(std::move(upload), uploaded);
        made.emplace(generate<int>(world.executor(), &generate_two, std::ref(*this)) | map([this](int i) {
                         at("map");
                         return i;
                     }) |
                     filter([this](int) {
                         at("filter");
                         return true;
                     }));
        make(3);
        run(3min);
    }

    void query() { start(request("{ n }"), queried, "handler"); }

    void start(request what, ending& into, const char* hook = "") {
        auto done = [this, &into, hook](std::exception_ptr failure, response) {
            into.over = true;
            into.failure = failure;
            at(hook);
        };
        api->async_execute(std::move(what), asio::bind_cancellation_slot(cancel.slot(), std::move(done)));
    }

    /// Something more, begun by a hook.
    ending& another() { return others.emplace_back(); }

    /// A handler's exception comes out of the loop, as with Asio's own operations.
    void run(std::chrono::nanoseconds time) {
        const auto until = world.now() + time;
        while (world.now() < until) {
            try {
                world.run_for(until - world.now());
            } catch (...) {
                escaped.push_back(std::current_exception());
            }
        }
    }

    simulation world;
    simulated_server server{world, "10.0.0.1"};
    asio::cancellation_signal cancel;
    std::unique_ptr<client> api;
    std::optional<subscription> events;
    std::optional<generator<int>> made;
    ending queried, uploaded, streamed, generated;
    std::list<ending> others;
    std::vector<std::exception_ptr> escaped;
    int fired = 0;

private:
    class around final : public interceptor {
    public:
        explicit around(stage& on) : on_(on) {}
        asio::awaitable<void> before(http_attempt&) override {
            on_.at("before");
            return later();
        }
        void after(const http_attempt&, const http_outcome&) override { on_.at("after"); }

    private:
        asio::awaitable<void> later() {
            co_await on_.world.sleep(1ms);
            on_.at("before, later");
        }
        stage& on_;
    };

    class onlooker final : public operation_observer {
    public:
        explicit onlooker(stage& on) : on_(on) {}
        void end(const operation_end&) override { on_.at("observer"); }

    private:
        stage& on_;
    };

    void take(int left) {
        if (!events) streamed.over = true;
        if (streamed.over) return;
        events->async_next([this, left](std::exception_ptr failure, std::optional<event> event) {
            streamed.over = failure || !event || left == 1;
            streamed.failure = failure;
            at("next handler");
            if (!streamed.over) take(left - 1);
        });
    }
    void make(int left) {
        if (!made) generated.over = true;
        if (generated.over) return;
        made->async_next([this, left](std::exception_ptr failure, std::optional<int> item) {
            generated.over = failure || !item || left == 1;
            generated.failure = failure;
            if (!generated.over) make(left - 1);
        });
    }

    const std::string chosen_;
    const action act_;
    bool dropped_ = false; ///< the first link
    bool refused_ = false; ///< the first query
};

asio::awaitable<credentials> give_later(stage& on) {
    co_await on.world.sleep(1ms);
    on.at("provider, later");
    co_return credentials().authorization("token");
}

asio::awaitable<std::vector<asio::ip::address>> find_later(stage& on) {
    co_await on.world.sleep(1ms);
    on.at("resolver, later");
    std::vector<asio::ip::address> found(1, asio::ip::make_address("10.0.0.1"));
    co_return found;
}

asio::awaitable<void> generate_two(yielder<int>& out, stage& on) {
    co_await out.yield(1);
    on.at("body");
    co_await out.yield(2);
}

const std::vector<std::string> hooks{"provider",      "provider, later",
                                     "resume hook",   "before",
                                     "before, later", "after",
                                     "log",           "connecting",
                                     "acknowledged",  "disconnected",
                                     "waiting",       "trace",
                                     "progress",      "map",
                                     "filter",        "body",
                                     "handler",       "next handler",
                                     "retry_if",      "not_understood",
                                     "observe",       "observer",
                                     "resolver",      "resolver, later"};

struct member {
    std::string name;
    action call;
};

std::function<void(std::exception_ptr)> into(ending& what) {
    return [&what](std::exception_ptr failure) {
        what.over = true;
        what.failure = failure;
    };
}

asio::awaitable<void> query_in_coroutine(stage& on, ending& result) {
    request query("{ n }");
    try {
        co_await on.api->execute(std::move(query));
    } catch (...) {
        result.failure = std::current_exception();
    }
    result.over = true;
}

const std::vector<member> members{
    {"close", [](stage& on) { on.api->async_close(into(on.another())); }},
    {"close, draining", [](stage& on) { on.api->async_close(1s, into(on.another())); }},
    {"close and destroy",
     [](stage& on) {
         on.api->async_close(into(on.another()));
         on.api.reset();
     }},
    {"connect", [](stage& on) { on.api->async_connect(into(on.another())); }},
    {"warm_up", [](stage& on) { on.api->async_warm_up(3, into(on.another())); }},
    {"execute", [](stage& on) { on.start(request("{ other }"), on.another()); }},
    {"execute in a coroutine",
     [](stage& on) {
         auto& result = on.another();
         asio::co_spawn(on.world.executor(), query_in_coroutine(on, result), into(on.another()));
     }},
    {"subscribe",
     [](stage& on) {
         auto more = std::make_shared<subscription>(on.api->subscribe(request("subscription { n }")));
         auto& result = on.another();
         more->async_next([more, &result](std::exception_ptr failure, std::optional<event>) {
             result.over = true;
             result.failure = failure;
         });
     }},
    {"subscribe and leave", [](stage& on) { on.api->subscribe(request("subscription { n }")); }},
    {"paginate",
     [](stage& on) {
         auto walk = std::make_shared<pages>(on.api->paginate(request("query($after: Int) { n }")));
         auto& result = on.another();
         walk->async_next([walk, &result](std::exception_ptr, std::optional<page>) { result.over = true; });
     }},
    {"retry_now", [](stage& on) { on.api->retry_now(); }},
    {"cancel", [](stage& on) { on.cancel.emit(asio::cancellation_type::terminal); }},
    {"close the handle", [](stage& on) { on.events->close(); }},
    {"destroy the handle", [](stage& on) { on.events.reset(); }},
    {"close the generator", [](stage& on) { on.made->close(); }},
    {"destroy the generator", [](stage& on) { on.made.reset(); }},
    {"destroy the client", [](stage& on) { on.api.reset(); }},
    {"destroy all",
     [](stage& on) {
         on.api.reset();
         on.events.reset();
         on.made.reset();
     }},
    {"replace the client", [](stage& on) { *on.api = client(on.world.executor(), on.server.url()); }},
    {"look", [](stage& on) {
         on.api->statistics();
         on.api->connected();
         on.events->statistics();
         on.events->cursor();
     }}};

/// The client, if it is still there, serves as if nothing had been.
void check_whole(stage& on) {
    if (!on.api) return;
    const auto answer = on.world.run(on.api->execute(request("{ n }")), 2min);
    CHECK(answer.ok());
    auto more = on.api->subscribe(request("subscription { n }"));
    CHECK(on.world.run(more.next(), 2min));
    on.world.run(on.api->close(), 1min);
    CHECK(on.world.run(on.api->execute(request("{ n }")), 2min).ok());
    on.world.run(on.api->close(), 1min);
}

} // namespace

TEST_CASE("hooks: any member may be called from any function of the user's, with and without a strand") {
    for (const bool strand : {true, false})
        for (const auto& hook : hooks)
            for (const auto& each : members) {
                CAPTURE(strand);
                CAPTURE(hook);
                CAPTURE(each.name);
                stage on(hook, strand, each.call);
                on.perform();
                CHECK(on.fired > 0);
                CHECK(on.escaped.empty());
                for (const auto* one : {&on.queried, &on.uploaded, &on.streamed, &on.generated}) {
                    CAPTURE(one - &on.queried);
                    CAPTURE(one->text());
                    CHECK(one->over);
                    CHECK(one->text().find("raw") == std::string::npos);
                }
                for (const auto& one : on.others) {
                    CAPTURE(one.text());
                    CHECK(one.over);
                    CHECK(one.text().find("raw") == std::string::npos);
                }
                check_whole(on);
            }
}

namespace {

/// What is thrown, and what is told of it.
struct missile {
    std::string words;
    std::function<void()> fly;
};

const std::vector<missile> missiles{
    {"a word", [] { throw std::runtime_error("a word"); }},
    {"something that is no std::exception", [] { throw 17; }},
    {"Connection refused", [] { throw boost::system::system_error(asio::error::connection_refused); }},
    {"Operation canceled", [] { throw boost::system::system_error(asio::error::operation_aborted); }}};

/// Which operations a hook's exception may end, and how they say it.
struct victim {
    std::string hook, kind, who;
    std::vector<ending stage::*> candidates;
};

const std::vector<victim> victims{
    {"provider",
     "credentials",
     "the credentials provider failed",
     {&stage::queried, &stage::uploaded, &stage::streamed}},
    {"provider, later",
     "credentials",
     "the credentials provider failed",
     {&stage::queried, &stage::uploaded, &stage::streamed}},
    {"resume hook", "callback", "the resume hook threw", {&stage::streamed}},
    {"before", "callback", "an interceptor threw", {&stage::queried, &stage::uploaded}},
    {"before, later", "callback", "an interceptor threw", {&stage::queried, &stage::uploaded}},
    {"after", "callback", "an interceptor threw", {&stage::queried, &stage::uploaded}},
    {"log", "callback", "the log function threw", {&stage::queried, &stage::uploaded, &stage::streamed}},
    {"connecting", "callback", "the on_lifecycle function threw", {&stage::streamed}},
    {"acknowledged", "callback", "the on_lifecycle function threw", {&stage::streamed}},
    {"disconnected", "callback", "the on_lifecycle function threw", {&stage::streamed}},
    {"waiting", "callback", "the on_lifecycle function threw", {&stage::streamed}},
    {"trace", "callback", "the trace function threw", {&stage::queried, &stage::uploaded, &stage::streamed}},
    {"observe", "callback", "the observe function threw", {&stage::queried, &stage::uploaded, &stage::streamed}},
    {"observer", "callback", "the observer threw", {&stage::queried, &stage::uploaded}},
    {"not_understood", "callback", "the on_lifecycle function threw", {&stage::streamed}},
    {"retry_if", "callback", "the retry_if function threw", {&stage::queried}},
    {"progress", "callback", "the on_progress function threw", {&stage::uploaded}}};

} // namespace

TEST_CASE(
    "hooks: whatever a function throws ends the operation it was called for, says so, and leaves the client whole") {
    for (const bool strand : {true, false})
        for (const auto& each : victims)
            for (const auto& thrown : missiles) {
                CAPTURE(strand);
                CAPTURE(each.hook);
                CAPTURE(thrown.words);
                stage on(each.hook, strand, [&](stage&) { thrown.fly(); });
                on.perform();
                CHECK(on.fired > 0);
                CHECK(on.escaped.empty());
                const auto expected = each.kind + ": " + each.who + ": " + thrown.words;
                int hit = 0;
                for (const auto* one : {&on.queried, &on.uploaded, &on.streamed, &on.generated}) {
                    CAPTURE(one - &on.queried);
                    CHECK(one->over);
                    const bool candidate = std::any_of(each.candidates.begin(), each.candidates.end(),
                                                       [&](ending stage::* which) { return &(on.*which) == one; });
                    CAPTURE(one->text());
                    if (one->text() == expected) {
                        ++hit;
                        CHECK(candidate);
                    } else {
                        CHECK(one->text() == "good");
                    }
                }
                CHECK(hit == 1);
                check_whole(on);
            }
}

TEST_CASE("hooks: what functions of a generator throw is thrown by its next(), as it is, and is the end") {
    for (const bool strand : {true, false})
        for (const std::string hook : {"map", "filter", "body"})
            for (const bool number : {true, false}) {
                CAPTURE(hook);
                stage on(hook, strand, [number](stage&) {
                    if (number) throw 17;
                    throw std::runtime_error("a word");
                });
                on.perform();
                CHECK(on.escaped.empty());
                CHECK(on.generated.text() == (number ? "raw: an int" : "raw: a word"));
                CHECK(on.streamed.text() == "good");
                check_whole(on);
            }
}

TEST_CASE("hooks: what a completion handler throws comes out of the loop, and leaves the client whole") {
    for (const bool strand : {true, false})
        for (const std::string hook : {"handler", "next handler"})
            for (const bool number : {true, false}) {
                CAPTURE(strand);
                CAPTURE(hook);
                stage on(hook, strand, [number](stage&) {
                    if (number) throw 17;
                    throw std::runtime_error("a word");
                });
                on.perform();
                REQUIRE(on.escaped.size() == 1);
                if (number)
                    CHECK_THROWS_AS(std::rethrow_exception(on.escaped.front()), int);
                else
                    CHECK_THROWS_AS(std::rethrow_exception(on.escaped.front()), std::runtime_error);
                CHECK(on.queried.text() == "good");
                CHECK(on.uploaded.text() == "good");
                check_whole(on);
            }
}

TEST_CASE("hooks: a provider that always throws is asked once for each connection, never in a circle") {
    for (const bool later : {true, false})
        for (const auto& thrown : missiles) {
            CAPTURE(thrown.words);
            scene on;
            int asked = 0;
            auto options = on.options();
            options.credentials([&](bool) -> asio::awaitable<credentials> {
                ++asked;
                if (!later) thrown.fly();
                auto wait_and_throw = [](simulation& world, const missile& what) -> asio::awaitable<credentials> {
                    co_await world.sleep(1ms);
                    what.fly();
                    co_return credentials();
                };
                return wait_and_throw(on.world, thrown);
            });
            client api = on.connect(options);
            auto first = counts(api);
            const auto seen = on.failure(first);
            CHECK(to_string(seen.kind()) == "credentials");
            CHECK(says(seen, thrown.words));
            auto second = counts(api);
            CHECK(to_string(on.failure(second).kind()) == "credentials");
            CHECK(asked == 2);
            CHECK(to_string(caught([&] { on.world.run(api.execute(request("{ a }"))); }).kind()) == "credentials");
            CHECK(asked == 3);
            on.world.run(api.close(), 1min);
        }
}

TEST_CASE("hooks: observers that always throw end what they are called for, and the client closes") {
    for (const auto& thrown : missiles) {
        CAPTURE(thrown.words);
        scene on;
        int told = 0;
        auto options = on.options();
        options.log([&](std::string_view) {
            ++told;
            thrown.fly();
        });
        options.on_lifecycle([&](const lifecycle_event&) {
            ++told;
            thrown.fly();
        });
        client api = on.connect(options);
        for (int i = 0; i < 3; ++i) {
            auto events = counts(api);
            const auto seen = on.failure(events);
            CHECK(to_string(seen.kind()) == "callback");
            CHECK(says(seen, thrown.words));
        }
        CHECK(told < 20);
        CHECK(to_string(caught([&] { on.world.run(api.connect()); }).kind()) == "callback");
        CHECK(to_string(caught([&] { on.world.run(api.execute(request("{ a }"))); }).kind()) == "callback");
        CHECK(to_string(caught([&] { on.world.run(api.warm_up(2)); }).kind()) == "callback");
        on.world.run(api.close(), 1min);
    }
}
