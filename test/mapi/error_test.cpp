#include "mapi/connection/error_mapping.hpp"
#include "values/errors/detailed_error.hpp"

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

using namespace corogql;
using namespace corogql::mapi;
using corogql::mapi::detail::to_exception;
using corogql::mapi::detail::to_mapi_error;

namespace {

graphql_error entry(std::string_view text) {
    return to_graphql_error(json::parse(json::string_view(text.data(), text.size())));
}

template <class E>
E caught(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const E& known) {
        return known;
    }
}

} // namespace

TEST_CASE("mapi error: texts") {
    CHECK(std::string(mapi_error(404, "Run x not found").what()) == "Error 404: Run x not found");
    CHECK(std::string(mapi_error(500).what()) == "Error 500: Unknown Error");
    CHECK(std::string(mapi_error(503, "m", "d").what()) == "Error 503: m. d");
}

TEST_CASE("mapi error: extensions.code is a status when it is a number that HTTP knows") {
    const auto status = [](std::string_view code) {
        return to_mapi_error(entry(R"({"message":"m","extensions":{"code":)" + std::string(code) + "}}"))->status();
    };
    CHECK(status("404") == 404);
    CHECK(status("404.0") == 404);
    CHECK(status("418") == 418);
    for (const auto* odd :
         {"\"404\"", "\"UNAUTHENTICATED\"", "null", "true", "520", "499", "[404]", "{}", "-404", "1e99"})
        CHECK(status(odd) == 500);
    CHECK(to_mapi_error(entry(R"({"message":"m"})"))->status() == 500);
    CHECK(to_mapi_error(entry(R"({"message":"m","extensions":null})"))->status() == 500);
    CHECK(to_mapi_error(entry(R"({"extensions":{"code":401}})"))->message() == "Unknown Error");
    CHECK(to_mapi_error(entry(R"("just text")"))->message() == "just text");
}

TEST_CASE("mapi error: a bad run request names the missing values as people write them") {
    const auto bad = to_mapi_error(entry(
        R"({"message":"Bad run request: gpuType is a required field, image is a required field","extensions":{"code":400}})"));
    REQUIRE(dynamic_cast<const run_config_error*>(bad.get()) != nullptr);
    CHECK(bad->status() == 400);
    CHECK(bad->message() == "Run configuration is missing the following required values: gpu_type, image");
    CHECK(run_config_error(400, "Bad run request: no").message() == "Bad run request: no");
    CHECK(run_config_error(400, "Bad run request: runName is a required field").message() ==
          "Run configuration is missing the following required values: name");
}

TEST_CASE("mapi error: several have the greatest status and a line each") {
    const auto all = caught<multi_mapi_error>(to_exception({entry(R"({"message":"a","extensions":{"code":404}})"),
                                                            entry(R"({"message":"b","extensions":{"code":409}})")}));
    CHECK(all.status() == 409);
    CHECK(all.message() == "a; b");
    CHECK(std::string(all.what()) == "Error 404: a\nError 409: b");
    CHECK(all.errors().size() == 2);
}

TEST_CASE("mapi error: what the general client throws") {
    const auto map = [](const error& failure) {
        return caught<mapi_error>(to_exception(failure, "https://mapi/graphql"));
    };
    for (const auto kind : {error_kind::connect, error_kind::tls, error_kind::lost}) {
        const auto failure = map(error(kind, "why"));
        CHECK(std::string(failure.what()) == "Error 503: Unable to connect to MAPI at https://mapi/graphql. why");
        REQUIRE(failure.cause() != nullptr);
        CHECK(failure.cause()->kind() == kind);
    }
    CHECK(std::string(map(detailed_error(error_kind::http, "x").http_status(502)).what()) == "Error 502: Bad Gateway");
    CHECK(std::string(map(detailed_error(error_kind::http, "HTTP 520").http_status(520)).what()) ==
          "Error 520: HTTP 520");
    CHECK(std::string(map(detailed_error(error_kind::credentials, "x").http_status(401)).what()) ==
          "Error 401: Unauthorized");
    CHECK(map(error(error_kind::credentials, "refused")).status() == 401);
    CHECK(std::string(map(detailed_error(error_kind::protocol, "not JSON").body_excerpt("<p>")).what()) ==
          "Error 500: Internal Server Error: Malformed response data raised not JSON. Response received: <p>");
    const auto late =
        caught<timeout_error>(to_exception(detailed_error(error_kind::timeout, "x").last_failure("HTTP 503"), ""));
    CHECK(std::string(late.what()) ==
          "Error 504: Request has timed out. Please check your internet connection or extend the timeout using "
          "MCLI_TIMEOUT. The last failure was: HTTP 503");
    CHECK(caught<error>(to_exception(error(error_kind::cancelled, "x"), "")).kind() == error_kind::cancelled);
}
