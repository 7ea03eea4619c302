// A client that knows a schema: what is checked against it before anything is sent, and how it is asked for.
#include "../support.hpp"

#include <corogql/load_schema.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>
#include <boost/system/system_error.hpp>

#include <functional>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;

namespace {

constexpr const char* known_sdl = R"(
type Query { a: Int old: Int @deprecated list(cursor: Int): List }
type Mutation { a: Int }
type Subscription { count: Int }
type List { cursor: Int hasNextPage: Boolean items: [Int] }
)";

/// A client that checks documents, and how many messages reach the server.
struct checked_scene : scene {
    client make(const std::function<void(client_options&)>& change = {}) {
        server.on_request([this](const simulated_request&) {
            ++asked;
            return simulated_reply{.body = R"({"data":{"a":1}})"};
        });
        server.on_subscribe([this](simulated_connection link, const simulated_operation& operation) {
            ++asked;
            link.next(operation.id, R"({"a":1,"count":1})");
            link.complete(operation.id);
        });
        auto chosen = options().check_against(schema::from_sdl(known_sdl));
        if (change) change(chosen);
        return connect(std::move(chosen));
    }

    error refusal(client& api, request operation) {
        return caught([&] { world.run(api.execute(std::move(operation))); });
    }

    int asked = 0;
};

void check_refusal(const error& seen, const std::string& lines) {
    check_error(seen, error_kind::usage, error_phase::none);
    CHECK(seen.attempts() == 0);
    CHECK_FALSE(seen.possibly_executed());
    CHECK(std::string(seen.what()) == "the document is not valid for the schema (option check_against):\n" + lines);
}

constexpr const char* no_b =
    "document:1:3: error: Cannot query field \"b\" on type \"Query\". Did you mean \"a\"? [FieldsOnCorrectType]";

} // namespace

TEST_CASE("check_against: an invalid document is refused before it is sent, with all of its problems") {
    checked_scene scene;
    auto api = scene.make();
    check_refusal(scene.refusal(api, request("{ b }")), no_b);
    check_refusal(scene.refusal(api, request("mutation {\n  b\n  c\n}")),
                  "document:2:3: error: Cannot query field \"b\" on type \"Mutation\". Did you mean \"a\"? "
                  "[FieldsOnCorrectType]\n"
                  "document:3:3: error: Cannot query field \"c\" on type \"Mutation\". Did you mean \"a\"? "
                  "[FieldsOnCorrectType]");
    check_refusal(scene.refusal(api, request("{ a")), "document:1:4: error: Syntax Error: Expected Name, found <EOF>.");
    check_refusal(scene.refusal(api, request("{ b }").attach("file", upload::bytes("x", "x"))), no_b);
    check_refusal(caught([&] { scene.world.run(api.paginate(request("{ b }")).next()); }), no_b);
    const auto subscribed = caught([&] { api.subscribe(request("subscription { a }")); });
    check_refusal(subscribed,
                  "document:1:16: error: Cannot query field \"a\" on type \"Subscription\". [FieldsOnCorrectType]");
    CHECK(scene.asked == 0);
    CHECK(scene.server.accepted() == 0);
}

TEST_CASE("check_against: over the websocket, in batches, and as a hash") {
    const std::function<void(client_options&)> ways[]{
        [](client_options& options) { options.operations_over_websocket(true); },
        [](client_options& options) { options.http(http_options().batch(10ms, 5)); },
        [](client_options& options) { options.http(http_options().persisted_queries(true)); },
        [](client_options& options) { options.single_threaded(true); },
        [](client_options& options) { options.observe([](const operation_begin&) { return nullptr; }); },
    };
    for (const auto& way : ways) {
        checked_scene scene;
        auto api = scene.make(way);
        check_refusal(scene.refusal(api, request("{ b }")), no_b);
        CHECK(scene.server.accepted() == 0);
        CHECK(scene.world.run(api.execute(request("{ a }"))).ok());
    }
}

TEST_CASE("check_against: what is valid is sent, with what is deprecated in it, and what has no document") {
    checked_scene scene;
    auto api = scene.make();
    CHECK(scene.world.run(api.execute(request("{ a }"))).ok());
    CHECK(scene.world.run(api.execute(request("{ old }"))).ok());
    request by_hash;
    by_hash.extension("persistedQuery", json::object{{"version", 1}, {"sha256Hash", "abc"}});
    CHECK(scene.world.run(api.execute(by_hash)).ok());
    auto counts = api.subscribe(request("subscription { count }"));
    CHECK(scene.next(counts) == 1);
    CHECK(scene.asked == 4);
}

namespace {

constexpr const char* answered_schema = R"({"data":{"__schema":{
  "queryType":{"name":"Query"},"mutationType":null,"subscriptionType":null,"directives":[],"types":[
    {"kind":"OBJECT","name":"Query","interfaces":[],"fields":[
      {"name":"a","args":[],"type":{"kind":"SCALAR","name":"Int","ofType":null}}]},
    {"kind":"SCALAR","name":"Int"}]}}})";

simulated_reply refused_introspection(const std::string& why) {
    simulated_reply reply;
    reply.status = 400;
    reply.body = R"({"errors":[{"message":")" + why + R"("}]})";
    return reply;
}

} // namespace

TEST_CASE("load_schema: an older question follows one that is refused") {
    scene scene;
    std::vector<std::string> questions;
    scene.server.on_request([&](const simulated_request& asked) {
        questions.emplace_back(json::parse(asked.body).at("query").as_string());
        if (questions.back().find("isOneOf") != std::string::npos)
            return refused_introspection("Cannot query field isOneOf on type __Type.");
        return simulated_reply{.body = answered_schema};
    });
    auto api = scene.connect(scene.options());
    const auto known = scene.world.run(load_schema(api));
    CHECK(questions.size() == 2);
    CHECK(known.sdl() == "type Query {\n  a: Int\n}");
    CHECK(known.validate("{ b }").size() == 1);
}

TEST_CASE("load_schema: a server that refuses every question") {
    struct refusing {
        const char* said;
        int questions;
        const char* told;
    };
    const refusing table[]{
        {"introspection is disabled", 1,
         "introspection is switched off, and the server says: introspection is disabled"},
        {"Cannot query field x on type __Type.", 4, "the introspection carries errors: Cannot query field x"},
    };
    for (const auto& [said, questions, told] : table) {
        scene scene;
        int asked = 0;
        scene.server.on_request([&asked, why = said](const simulated_request&) {
            ++asked;
            return refused_introspection(why);
        });
        auto api = scene.connect(scene.options());
        const auto failure = caught([&] { scene.world.run(load_schema(api)); });
        CHECK(failure.kind() == error_kind::graphql);
        CHECK(failure.http_status() == 400);
        CHECK(says(failure, told));
        REQUIRE(failure.errors().size() == 1);
        CHECK(failure.errors().front().message == said);
        CHECK(asked == questions);
    }
}

TEST_CASE("load_schema: half a schema is none, and a schema of null says why") {
    scene scene;
    std::string body;
    scene.server.on_request([&](const simulated_request&) { return simulated_reply{.body = body}; });
    auto api = scene.connect(scene.options());
    body = std::string(answered_schema);
    body.pop_back();
    body += R"(,"errors":[{"message":"no access to type Secret"}]})";
    CHECK(says(caught([&] { scene.world.run(load_schema(api)); }), "the introspection carries errors: no access"));
    body = R"({"data":{"__schema":null},"errors":[{"message":"Introspection is not allowed"}]})";
    CHECK(says(caught([&] { scene.world.run(load_schema(api)); }), "introspection is switched off"));
}

TEST_CASE("load_schema: an answer that is no schema, and no answer at all") {
    scene scene;
    scene.server.on_request([](const simulated_request&) {
        return simulated_reply{.body = R"({"data":{"__schema":{"queryType":{"name":"Query"}}}})"};
    });
    auto api = scene.connect(scene.options());
    check_error(caught([&] { scene.world.run(load_schema(api)); }), error_kind::decode, error_phase::decode);
    scene.server.on_request([](const simulated_request&) {
        simulated_reply reply;
        reply.status = 404;
        reply.content_type = "text/html";
        return reply;
    });
    CHECK(caught([&] { scene.world.run(load_schema(api)); }).kind() == error_kind::http);
}

TEST_CASE("load_schema: with a callback, and cancelled") {
    scene scene;
    std::optional<schema> known;
    std::exception_ptr ended;
    scene.server.on_request([&](const simulated_request&) {
        simulated_reply reply;
        reply.body = answered_schema;
        reply.delay = 1min;
        return reply;
    });
    auto api = scene.connect(scene.options());
    async_load_schema(api, [&](std::exception_ptr failure, schema answer) {
        REQUIRE_FALSE(failure);
        known = std::move(answer);
    });
    CHECK(scene.world.run_until([&] { return known.has_value(); }));
    CHECK(known->sdl() == "type Query {\n  a: Int\n}");

    asio::cancellation_signal stop;
    async_load_schema(api, asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr failure, const schema&) {
                          ended = std::move(failure);
                      }));
    scene.world.run_for(1s);
    stop.emit(asio::cancellation_type::terminal);
    CHECK(scene.world.run_until([&] { return ended != nullptr; }, 1s));
    CHECK_THROWS_AS(std::rethrow_exception(ended), boost::system::system_error);
}
