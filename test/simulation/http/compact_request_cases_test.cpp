// Queries as GET, and documents as their hash. cases.md lists all cases.
#include "http_support.hpp"

#include <corogql/interceptor.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace corogql;
using namespace corogql::test;

namespace {

using testing::simulated_request;

constexpr const char* hash_of_query = "1c7e1e347f726166b5b1c55afd61f278cc9b45e00c108ec33d540a566379811b";

constexpr const char* unknown_by_message = R"({"errors":[{"message":"PersistedQueryNotFound"}]})";
constexpr const char* unknown_by_code =
    R"({"errors":[{"message":"never heard of it","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]})";
constexpr const char* unsupported = R"({"errors":[{"message":"PersistedQueryNotSupported"}]})";

client_options with(const http_scene& on, http_options http) { return on.options().http(http); }

http_options get() { return http_options().get_for_queries(true); }
http_options persisted() { return http_options().persisted_queries(true); }

json::object sent_object(const simulated_request& asked) { return json::parse(asked.body).as_object(); }

std::string sent_hash(const json::object& payload) {
    return std::string(payload.at("extensions").at("persistedQuery").at("sha256Hash").as_string());
}

/// With its hash only, with both, or the document alone.
std::string sent_form(const json::object& payload) {
    std::string form = payload.contains("query") ? "document" : "";
    if (payload.contains("extensions")) form += form.empty() ? "hash" : " and hash";
    return form;
}

std::vector<std::string> sent_forms(const http_scene& on) {
    std::vector<std::string> forms;
    for (const auto& asked : on.requests)
        forms.push_back(asked.method == "GET" ? "GET" : sent_form(sent_object(asked)));
    return forms;
}

using forms = std::vector<std::string>;

TEST_CASE("H54: a query goes as GET, its parts percent-encoded in the target, and no empty ones") {
    http_scene on({good()});
    const auto options = with(on, get());
    CHECK(on.ask(options).ok());
    const auto asked = on.requests.at(0);
    CHECK(asked.method == "GET");
    CHECK(asked.target == "/graphql?query=%7B%20a%20%7D");
    CHECK(asked.body.empty());
    CHECK(field_of(asked, "Content-Type") == "none");
    CHECK(field_of(asked, "Content-Length") == "none");
    CHECK(field_of(asked, "Accept") == "application/graphql-response+json, application/json;q=0.9");
    CHECK(field_of(asked, "Apollo-Require-Preflight") == "true");

    auto all = request("query Q($n: Int) { a(n: $n) }").operation_name("Q").variable("n", 9007199254740993);
    CHECK(on.ask(options, all.extension("x", "a&b")).ok());
    CHECK(on.requests.at(1).target == "/graphql?query=query%20Q(%24n%3A%20Int)%20%7B%20a(n%3A%20%24n)%20%7D"
                                      "&operationName=Q&variables=%7B%22n%22%3A9007199254740993%7D"
                                      "&extensions=%7B%22x%22%3A%22a%26b%22%7D");
    CHECK(on.ask(options, request("{ a }").header("X-Own", "mine")).ok());
    CHECK(field_of(on.requests.at(2), "X-Own") == "mine");
}

TEST_CASE("H54: what is no query, or may be none, is never sent as GET") {
    http_scene on({good()});
    const auto options = with(on, get());
    on.ask(options, mutation);
    on.ask(options, request("mutation M { a } query Q { a }").operation_name("M"));
    on.ask(options, request("mutation M { a } query Q { a }"));
    for (const auto& asked : on.requests) {
        CHECK(asked.method == "POST");
        CHECK(field_of(asked, "Content-Type") == "application/json");
        CHECK(field_of(asked, "Apollo-Require-Preflight") == "none");
    }
    on.ask(options, request("mutation M { a } query Q { a }").operation_name("Q"));
    CHECK(on.requests.back().method == "GET");
}

TEST_CASE("H54: a query that is too long for a GET, or that a server finds so, is a POST") {
    http_scene on({good()});
    CHECK(on.ask(with(on, get()), request("{ a }").variable("text", std::string(2000, 'x'))).ok());
    CHECK(on.requests.at(0).method == "POST");
    const std::string short_one = "/graphql?query=%7B%20a%20%7D";
    CHECK(on.ask(with(on, get().max_get_size(short_one.size()))).ok());
    CHECK(on.ask(with(on, get().max_get_size(short_one.size() - 1))).ok());
    CHECK(on.requests.at(1).method == "GET");
    CHECK(on.requests.at(2).method == "POST");

    http_scene strict({reply(414, "text/plain", "too long"), good()});
    const auto answer = strict.ask(with(strict, get()));
    CHECK(answer.attempts() == 1);
    CHECK(strict.requests.at(0).method == "GET");
    CHECK(strict.requests.at(1).method == "POST");
    CHECK(sent_object(strict.requests.at(1)).at("query") == "{ a }");
}

TEST_CASE("H54: a GET is repeated and redirected like any other query, and interceptors see what it is") {
    http_scene on(
        {reply(503, "text/plain", "busy"), reply(307, "text/plain", "", {{"Location", "/v2?query=%7Ba%7D"}}), good()});
    struct watcher : interceptor {
        std::vector<std::string> seen;
        asio::awaitable<void> before(http_attempt& attempt) override {
            seen.push_back(attempt.method() + ' ' + attempt.url() + ' ' + attempt.body());
            co_return;
        }
    };
    const auto watching = std::make_shared<watcher>();
    CHECK(on.ask(with(on, get()).intercept(watching)).attempts() == 2);
    CHECK(on.requests.at(1).target == "/graphql?query=%7B%20a%20%7D");
    CHECK(on.requests.at(2).method == "GET");
    CHECK(on.requests.at(2).target == "/v2?query=%7Ba%7D");
    http_scene away({reply(301, "text/plain", "", {{"Location", "https://elsewhere/graphql?variables=s3cret"}})});
    const auto seen = away.refused(with(away, get()), request(query).variable("n", "s3cret"));
    CHECK(says(seen, "https://elsewhere/graphql"));
    CHECK(!says(seen, "s3cret"));
    CHECK(watching->seen == forms{"GET http://server/graphql?query=%7B%20a%20%7D ",
                                  "GET http://server/graphql?query=%7B%20a%20%7D ",
                                  "GET http://server/v2?query=%7Ba%7D "});
}

TEST_CASE("A1: a document that the server does not know is sent once, with its hash") {
    for (const auto& refusal : {reply(200, graphql_type, unknown_by_message), reply(400, json_type, unknown_by_message),
                                reply(404, graphql_type, unknown_by_code)}) {
        http_scene on({refusal, good(), good()});
        client api = on.connect(with(on, persisted()));
        const auto answer = on.ask(api);
        CHECK(answer.ok());
        CHECK(answer.attempts() == 1);
        CHECK(on.ask(api).ok());
        CHECK(sent_forms(on) == forms{"hash", "document and hash", "hash"});
    }
    // Mutations, too, when the server is known to know hashes: nothing was executed.
    http_scene on({good(), reply(200, graphql_type, unknown_by_message), good()});
    client api = on.connect(with(on, persisted()));
    CHECK(on.ask(api).ok());
    CHECK(on.ask(api, mutation).ok());
    CHECK(sent_forms(on) == forms{"hash", "hash", "document and hash"});
}

TEST_CASE("A2: a server without persisted queries gets documents from then on") {
    http_scene on({reply(200, graphql_type, unsupported), good()});
    client api = on.connect(with(on, persisted()));
    CHECK(on.ask(api).ok());
    CHECK(on.ask(api, mutation).ok());
    CHECK(sent_forms(on) == forms{"hash", "document", "document"});
}

TEST_CASE("A2: so does one that only misses the document; what is wrong without a hash, too, proves nothing") {
    const auto missing = reply(400, graphql_type, R"({"errors":[{"message":"Must provide query string."}]})");
    http_scene on({missing, good()});
    client api = on.connect(with(on, persisted()));
    CHECK(on.ask(api).attempts() == 1);
    CHECK(on.ask(api, mutation).ok());
    CHECK(sent_forms(on) == forms{"hash", "document", "document"});

    http_scene wrong({reply(400, graphql_type, errors_text), reply(400, graphql_type, errors_text), good()});
    client other = wrong.connect(with(wrong, persisted()));
    CHECK(wrong.ask(other).errors().at(0).message == "no");
    CHECK(wrong.ask(other).ok());
    CHECK(sent_forms(wrong) == forms{"hash", "document", "hash"});
}

TEST_CASE("A2: an answer with data, or with the error of a field, is the answer, whatever it says") {
    for (const auto* body : {R"({"data":{"a":1},"errors":[{"message":"PersistedQueryNotFound"}]})",
                             R"({"data":null,"errors":[{"message":"PersistedQueryNotSupported","path":["a"]}]})",
                             R"({"data":{"a":1,"b":null},"errors":[{"message":"no","path":["b"]}]})"}) {
        CAPTURE(body);
        http_scene on({reply(400, graphql_type, body)});
        CHECK(on.ask(with(on, persisted()), mutation).text() == body);
        CHECK(on.requests.size() == 1);
    }
}

TEST_CASE("FH20: a server that knows no hashes gets the document, however it says that it misses it") {
    const auto page = reply(200, "text/html", "<html>"); // of a server that shows one to who has no document
    const std::vector<simulated_reply> refusals{
        reply(400, "text/plain", "Must provide query string."),
        reply(400, json_type, R"({"error":"no query"})"),
        reply(422, json_type, R"({"detail":[{"loc":["body","query"],"msg":"field required"}]})"),
        reply(500, "text/html", "<html>"),
        reply(500, json_type, R"({"errors":[{"message":"query is null"}]})"),
        reply(501, "text/plain", ""),
        reply(200, json_type, R"({"errors":[{"message":"Syntax Error: Unexpected <EOF>."}]})"),
        reply(200, graphql_type,
              R"({"errors":[{"message":"No query document supplied","extensions":{"code":"BAD"}}]})")};
    for (const auto& refusal : refusals) {
        CAPTURE(refusal.body);
        http_scene on;
        int executed = 0;
        on.server.on_request([&](const simulated_request& asked) {
            on.requests.push_back(asked);
            const bool has_document = asked.method == "POST" && sent_object(asked).contains("query");
            executed += has_document;
            return has_document ? good() : refusal;
        });
        client api = on.connect(with(on, persisted()));
        CHECK(on.ask(api).attempts() == 1);
        CHECK(on.ask(api, mutation).attempts() == 1);
        CHECK(on.ask(api).ok());
        CHECK(sent_forms(on) == forms{"hash", "document", "document", "document"});
        CHECK(executed == 3);

        on.requests.clear();
        executed = 0;
        client mutating = on.connect(with(on, persisted()));
        CHECK(on.ask(mutating, mutation).attempts() == 1);
        CHECK(sent_forms(on) == forms{"document and hash"});
        CHECK(executed == 1);

        on.requests.clear();
        client getting = on.connect(with(on, get().persisted_queries(true)));
        on.server.on_request([&](const simulated_request& asked) {
            on.requests.push_back(asked);
            return asked.target.find("query=") == std::string::npos ? refusal : good();
        });
        CHECK(on.ask(getting).attempts() == 1);
        CHECK(on.requests.size() == 2);
    }
    http_scene on;
    on.server.on_request([&](const simulated_request& asked) {
        return asked.target.find("query=") == std::string::npos ? page : good();
    });
    client getting = on.connect(with(on, get().persisted_queries(true)));
    CHECK(on.ask(getting).ok());
}

TEST_CASE("FH20: a server that has shown that it knows hashes is believed, and a mutation never runs twice") {
    const auto broken = reply(500, "text/html", "<html>");
    for (const auto& first : {good(), reply(200, graphql_type, unknown_by_message)}) {
        http_scene on({first, good(), broken});
        client api = on.connect(with(on, persisted().max_connections(4)));
        CHECK(on.ask(api).ok());
        if (sent_forms(on).size() == 1) CHECK(on.ask(api).ok());
        on.requests.clear();
        on.answers({broken});
        const auto seen = on.refused(api, mutation); // it ran, perhaps
        check_http(seen, error_kind::http, 500);
        CHECK(seen.possibly_executed());
        CHECK(sent_forms(on) == forms{"hash"});
    }
    // A request error is the document's own then.
    http_scene wrong({good(), reply(200, graphql_type, errors_text)});
    client api = wrong.connect(with(wrong, persisted()));
    CHECK(wrong.ask(api).ok());
    CHECK(wrong.ask(api).errors().front().code() == "BAD");
    CHECK(sent_forms(wrong) == forms{"hash", "hash"});

    // What fails with its document, too, has failed.
    http_scene hopeless({broken});
    const auto seen = hopeless.refused(with(hopeless, persisted()));
    check_http(seen, error_kind::http, 500);
    CHECK(seen.attempts() == 5);
    CHECK(sent_forms(hopeless) == forms{"hash", "document", "document", "document", "document", "document"});
    http_scene once({broken});
    check_http(once.refused(with(once, persisted()), mutation), error_kind::http, 500);
    CHECK(sent_forms(once) == forms{"document and hash"});
    // One that chokes on the hash beside it.
    http_scene strict({reply(400, "text/plain", "unknown member extensions"), good()});
    CHECK(strict.ask(with(strict, persisted()), mutation).ok());
    CHECK(sent_forms(strict) == forms{"document and hash", "document"});
}

TEST_CASE("A3: a document that the server forgets at once is sent without its hash; others are not concerned") {
    http_scene on({reply(200, graphql_type, unknown_by_message), reply(200, graphql_type, unknown_by_code), good()});
    client api = on.connect(with(on, persisted()));
    CHECK(on.ask(api).ok());
    CHECK(on.ask(api).ok());
    CHECK(on.ask(api, request("{ b }")).ok());
    CHECK(sent_forms(on) == forms{"hash", "document and hash", "document", "document", "hash"});

    http_scene never({reply(200, graphql_type, unknown_by_message)});
    const auto answer = never.ask(with(never, persisted()));
    CHECK(answer.errors().at(0).message == "PersistedQueryNotFound");
    CHECK(sent_forms(never) == forms{"hash", "document and hash", "document"});
}

TEST_CASE("A4: the hash is the SHA-256 of the document's bytes as they are sent; variables and extensions go along") {
    http_scene on({reply(200, graphql_type, unknown_by_message), good()});
    auto asked = request(query).variable("n", 1);
    CHECK(on.ask(with(on, persisted()), asked.extension("mine", true)).ok());
    for (const auto& each : on.requests) {
        const auto payload = sent_object(each);
        CHECK(sent_hash(payload) == hash_of_query);
        CHECK(payload.at("variables") == json::object{{"n", 1}});
        CHECK(payload.at("extensions").at("mine") == true);
        CHECK(payload.at("extensions").at("persistedQuery").at("version") == 1);
    }
    CHECK(sent_object(on.requests.at(1)).at("query") == "{ a }");
}

TEST_CASE("A5: with both options a hash goes as GET, what follows it as POST, and a mutation never as GET") {
    http_scene on({reply(200, graphql_type, unknown_by_message), good(), good()});
    client api = on.connect(with(on, get().persisted_queries(true)));
    CHECK(on.ask(api).ok());
    CHECK(on.ask(api, mutation).ok());
    CHECK(sent_forms(on) == forms{"GET", "document and hash", "hash"});
    CHECK(on.requests.at(0).target == std::string("/graphql?extensions=%7B%22persistedQuery%22%3A%7B%22version%22%3A1"
                                                  "%2C%22sha256Hash%22%3A%22") +
                                          hash_of_query + "%22%7D%7D");
}

} // namespace
