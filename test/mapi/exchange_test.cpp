/// Recorded exchanges: what is called, what is sent and answered, and what the caller gets. The files are the
/// original's contract; where this engine knowingly does otherwise, they say so under `original`.
#include "support.hpp"

#include "values/text/ascii.hpp"

#include <corogql/mapi/run.hpp>
#include <corogql/mapi/singleton.hpp>

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

using namespace corogql;
using namespace corogql::mapi;
using namespace corogql::test;
using testing::fault;
using testing::mapi_server;

namespace {

using member_names = std::initializer_list<std::string_view>;

std::filesystem::path folder() {
    const char* path = std::getenv("EXCHANGES");
    if (!path) throw std::runtime_error("the tests' folder of exchanges is not named in EXCHANGES");
    return path;
}

/// An object without any other members: a typo must not pass as an expectation that nobody checks.
const json::object& object_of(const json::value& value, member_names known) {
    const auto& object = value.as_object();
    for (const auto& member : object)
        if (std::find(known.begin(), known.end(), member.key()) == known.end())
            throw std::runtime_error("unknown member: " + std::string(member.key()));
    return object;
}

/// The one of these members that is there.
std::string_view one_of(const json::object& object, member_names alternatives) {
    std::string_view found;
    for (const auto name : alternatives) {
        if (!object.contains(name)) continue;
        if (!found.empty()) throw std::runtime_error("two of a kind: " + std::string(name));
        found = name;
    }
    if (found.empty()) throw std::runtime_error("one is missing: " + json::serialize(object));
    return found;
}

std::string text_of(const json::value& value) { return std::string(value.as_string()); }
unsigned count_of(const json::value& value) { return value.to_number<unsigned>(); }

/// What no file can know stands there as a word in braces.
std::string filled_in(std::string text, std::string_view word, std::string_view value) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + value.size()))
        text.replace(at, word.size(), value);
    return text;
}

json::object to_json(const named_run& item) { return {{"name", item.name}, {"status", item.status}}; }
json::object to_json(const mapi::run& item) { return {{"name", item.name}}; }

template <class T>
json::array to_json(const object_list<T>& list) {
    json::array items;
    if constexpr (!std::same_as<T, no_model>)
        for (const auto& item : list) items.push_back(to_json(item));
    return items;
}

template <class T>
json::object to_json(const paginated_object_list<T>& page) {
    return {{"items", to_json<T>(static_cast<const object_list<T>&>(page))},
            {"cursor", page.cursor()},
            {"has_next_page", page.has_next_page()}};
}

class exchange {
public:
    explicit exchange(const json::value& from)
        : recorded_(object_of(from, {"name", "call", "exchange", "result", "error", "original"})),
          call_(object_of(recorded_.at("call"),
                          {"kind", "query", "function", "variables", "settings", "model", "limit", "message"})) {
        if (const auto* settings = call_.if_contains("settings"))
            settings_ = object_of(*settings, {"api_key", "client_version", "environment", "attempts", "timeout_seconds",
                                              "idempotent", "repeat_mutations"});
    }

    std::string name() const { return text_of(recorded_.at("name")); }

    void replay() {
        for (const auto& step : recorded_.at("exchange").as_array()) order(step);
        const json::object came = outcome();
        const auto expected = one_of(recorded_, {"result", "error"});
        json::object wanted{{expected, recorded_.at(expected)}};
        if (auto* failure = wanted.if_contains("error")) {
            auto& what = failure->as_object().at("what");
            what = filled_in(text_of(what), "{endpoint}", server_.url());
        }
        INFO("expected " << json::serialize(wanted));
        INFO("came " << json::serialize(came));
        CHECK(came == wanted);
        check_requests();
    }

private:
    void order(const json::value& from) {
        const auto& step = object_of(from, {"request", "times", "answer", "raw", "drop"});
        auto what = fault::on_request();
        const auto kind = one_of(step, {"answer", "raw", "drop"});
        if (kind == "answer")
            answer(what, step.at("answer"));
        else if (kind == "raw")
            what.answer_raw(text_of(step.at("raw")));
        else
            what.drop();
        const auto times = step.contains("times") ? count_of(step.at("times")) : 1;
        server_.inject(what.times(times));
        for (unsigned i = 0; i < times; ++i) requests_.push_back(&object_of(step.at("request"), {"headers", "body"}));
    }

    static void answer(fault& what, const json::value& from) {
        const auto& answer = object_of(from, {"status", "headers", "body", "text"});
        const bool is_json = one_of(answer, {"body", "text"}) == "body";
        what.answer(count_of(answer.at("status")),
                    is_json ? json::serialize(answer.at("body")) : text_of(answer.at("text")));
        if (const auto* headers = answer.if_contains("headers"))
            for (const auto& [name, value] : headers->as_object()) what.header(name, text_of(value));
    }

    connection_options options() const {
        auto options = quick(server_);
        auto policy = options.retry();
        for (const auto& [name, value] : settings_) {
            if (name == "api_key") options.api_key(text_of(value));
            if (name == "client_version") options.client_version(text_of(value));
            if (name == "attempts") policy.attempts(count_of(value));
            if (name == "repeat_mutations") policy.repeat_mutations(value.as_bool());
            if (name == "timeout_seconds") options.timeout(std::chrono::seconds(count_of(value)));
            if (name == "environment") options.variables(environment_of(value.as_object()));
        }
        return options.retry(policy);
    }

    static environment environment_of(const json::object& from) {
        std::map<std::string, std::string> variables;
        for (const auto& [name, value] : from)
            variables[name] = filled_in(text_of(value), "{folder}", folder().native());
        return fixed_environment(std::move(variables));
    }

    mapi::operation operation() const {
        mapi::operation asked(text_of(call_.at("query")), text_of(call_.at("function")));
        if (const auto* variables = call_.if_contains("variables")) asked.variables(variables->as_object());
        if (const auto* yes = settings_.if_contains("idempotent")) asked.idempotent(yes->as_bool());
        return asked;
    }

    /// {"result": ..} or {"error": ..}.
    json::object outcome() {
        try {
            connection mapi(options());
            return {{"result", result(mapi)}};
        } catch (const multi_mapi_error& several) {
            json::array entries;
            for (const auto& entry : several.errors()) entries.push_back(type_of(*entry));
            auto failure = describe("multi_mapi_error", several);
            failure["entries"] = std::move(entries);
            return {{"error", std::move(failure)}};
        } catch (const run_config_error& failure) {
            return {{"error", describe("run_config_error", failure)}};
        } catch (const timeout_error& failure) {
            return {{"error", describe("timeout_error", failure)}};
        } catch (const mapi_error& failure) {
            return {{"error", describe("mapi_error", failure)}};
        } catch (const config_error& failure) {
            return {{"error", {{"type", "config_error"}, {"what", failure.what()}}}};
        } catch (const error& failure) {
            return {{"error", {{"type", "error"}, {"what", failure.what()}}}};
        }
    }

    static const char* type_of(const mapi_error& entry) {
        return dynamic_cast<const run_config_error*>(&entry) ? "run_config_error" : "mapi_error";
    }

    static json::object describe(std::string_view type, const mapi_error& failure) {
        return {{"type", type}, {"status", failure.status()}, {"what", failure.what()}};
    }

    json::object result(connection& mapi) const {
        const auto model = call_.contains("model") ? text_of(call_.at("model")) : "named_run";
        if (model == "named_run") return result_as<named_run>(mapi);
        if (model == "run") return result_as<mapi::run>(mapi);
        if (model == "none" && call_.at("kind") == "plural")
            return {{"items", to_json(mapi.start_plural<no_model>(operation()).get())}};
        throw std::runtime_error("unknown model: " + model);
    }

    template <class T>
    json::object result_as(connection& mapi) const {
        const auto kind = text_of(call_.at("kind"));
        if (kind == "singular") return {{"item", to_json(mapi.start_singular<T>(operation()).get())}};
        if (kind == "plural") return {{"items", to_json(mapi.start_plural<T>(operation()).get())}};
        if (kind == "paginated") return to_json(mapi.start_paginated<T>(operation()).get());
        if (kind == "next_page") {
            std::optional<std::int64_t> limit;
            if (const auto* given = call_.if_contains("limit")) limit = given->as_int64();
            return to_json(mapi.start_paginated<T>(operation()).get().start_next_page(limit).get());
        }
        if (kind == "singleton") {
            const auto message = call_.contains("message") ? text_of(call_.at("message")) : "";
            auto list = mapi.start_plural<T>(operation());
            return {{"item", to_json(convert_plural_future_to_singleton(std::move(list), message).get())}};
        }
        throw std::runtime_error("unknown kind: " + kind);
    }

    void check_requests() const {
        const auto record = server_.record();
        CHECK(record.requests == requests_.size());
        for (std::size_t i = 0; i < std::min(record.seen.size(), requests_.size()); ++i) {
            const auto& seen = record.seen[i];
            INFO("request " << i + 1 << ", " << seen.body);
            CHECK(seen.method == "POST");
            CHECK(seen.target == "/graphql");
            CHECK(json::parse(seen.body) == requests_[i]->at("body"));
            if (const auto* headers = requests_[i]->if_contains("headers"))
                for (const auto& [name, value] : headers->as_object()) CHECK(header(seen, name) == text_of(value));
        }
    }

    /// All of that name, each on a line.
    static std::string header(const testing::seen_request& seen, std::string_view name) {
        std::string values;
        for (const auto& [known, value] : seen.headers)
            if (corogql::detail::equals_ignoring_case(known, name)) values += (values.empty() ? "" : "\n") + value;
        return values;
    }

    const json::object& recorded_;
    const json::object& call_;
    json::object settings_;
    mapi_server server_;
    std::vector<const json::object*> requests_; ///< as they are to be sent
};

json::value read(const std::filesystem::path& file) {
    std::ifstream in(file);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    return json::parse(text);
}

} // namespace

TEST_CASE("mapi exchanges: what is sent and what becomes of the answer, as recorded") {
    std::set<std::string> replayed;
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
        if (entry.path().extension() != ".json") continue;
        const auto file = entry.path().filename().string();
        CAPTURE(file);
        const auto all = read(entry.path());
        for (const auto& recorded : all.as_array()) {
            std::string name = json::serialize(recorded);
            try {
                exchange one(recorded);
                name = one.name();
                CAPTURE(name);
                CHECK(replayed.insert(name).second);
                one.replay();
            } catch (const std::exception& problem) {
                CAPTURE(name);
                FAIL_CHECK(std::string(problem.what()));
            }
        }
    }
    CHECK(replayed.size() >= 40);
}

TEST_CASE("mapi exchanges: a member that nobody knows is not passed over") {
    const auto bad = json::parse(R"({"name":"n","call":{"kind":"plural","query":"{ a }","function":"a","variable":{}},
                                     "exchange":[],"result":{}})");
    CHECK_THROWS_WITH(exchange{bad}, "unknown member: variable");
}
