#include "mapi/connection/error_mapping.hpp"

#include "mapi/connection/http_status.hpp"
#include "protocol/http/retry_after.hpp"
#include "protocol/retry/failure_class.hpp"
#include "values/errors/detailed_error.hpp"

namespace corogql::mapi::detail {

namespace {

std::exception_ptr thrown(mapi_error result, const error& cause) {
    return std::make_exception_ptr(result.cause(cause));
}

std::exception_ptr several(const std::vector<graphql_error>& errors, unsigned otherwise, const error* cause = nullptr) {
    std::vector<std::shared_ptr<const mapi_error>> entries;
    entries.reserve(errors.size());
    for (const auto& entry : errors) entries.push_back(to_mapi_error(entry, otherwise));
    multi_mapi_error result(std::move(entries));
    if (cause) result.cause(*cause);
    return std::make_exception_ptr(std::move(result));
}

std::exception_ptr late(const error& failure) {
    const auto last = failure.last_failure();
    timeout_error result(last.empty() ? std::nullopt : std::optional(std::string(last)));
    result.cause(failure);
    return std::make_exception_ptr(std::move(result));
}

std::exception_ptr unreachable(const error& failure, std::string_view endpoint) {
    return thrown(mapi_error(503, "Unable to connect to MAPI at " + std::string(endpoint), failure.what()), failure);
}

std::exception_ptr malformed(const error& failure) {
    auto message = "Internal Server Error: Malformed response data raised " + std::string(failure.what());
    if (const auto body = failure.body_excerpt(); !body.empty())
        message.append(". Response received: ").append(body.substr(0, 512));
    return thrown(mapi_error(500, std::move(message)), failure);
}

/// Makes a mapi_error of a failure whose HTTP status is not that of a GraphQL answer.
std::exception_ptr refused(const error& failure) {
    if (!failure.http_status()) return thrown(mapi_error(401, failure.what()), failure);
    const auto status = *failure.http_status();
    if (!failure.errors().empty()) return several(failure.errors(), status, &failure);
    if (status < 300) return malformed(failure);
    const auto phrase = reason_phrase(status);
    if (phrase.empty()) return thrown(mapi_error(status, failure.what()), failure);
    return thrown(mapi_error(status, std::string(phrase),
                             status < 400 ? std::optional<std::string>(failure.what()) : std::nullopt),
                  failure);
}

} // namespace

std::shared_ptr<const mapi_error> to_mapi_error(const graphql_error& entry, unsigned otherwise) {
    unsigned status = otherwise;
    if (const auto* code = entry.extensions.if_contains("code")) status = to_http_status(*code).value_or(otherwise);
    auto message = entry.message.empty() ? std::string(mapi_error::default_message) : entry.message;
    if (message.find(run_config_error::match_message) != std::string::npos)
        return std::make_shared<run_config_error>(status, message);
    return std::make_shared<mapi_error>(status, std::move(message));
}

std::exception_ptr to_exception(const std::vector<graphql_error>& errors) { return several(errors, 500); }

std::exception_ptr to_exception(const response& answer) {
    const auto status = answer.http_status();
    if (status < 400) return several(answer.errors(), 500);
    detailed_error failure(error_kind::http, "HTTP " + std::to_string(status));
    failure.phase(error_phase::receive).http_status(status).errors(answer.errors());
    if (const auto field = answer.header("Retry-After"))
        if (const auto wait = protocol::read_retry_after(*field, std::chrono::system_clock::now()))
            failure.retry_after(*wait);
    failure.possibly_executed(protocol::classify(failure) != protocol::failure_class::refused);
    return several(answer.errors(), status, &failure);
}

std::exception_ptr to_exception(const error& failure, std::string_view endpoint) {
    switch (failure.kind()) {
    case error_kind::callback:
    case error_kind::cancelled: return std::make_exception_ptr(failure);
    case error_kind::timeout: return late(failure);
    case error_kind::http:
    case error_kind::credentials: return refused(failure);
    case error_kind::connect:
    case error_kind::tls:
    case error_kind::lost: return unreachable(failure, endpoint);
    case error_kind::protocol:
        // An answer that was cut off is a lost connection, before its header or after it; and to mcli so is one that is
        // no HTTP, which it asks for again.
        if (!failure.http_status() && failure.phase() == error_phase::receive) return unreachable(failure, endpoint);
        return malformed(failure);
    case error_kind::decode: return malformed(failure);
    case error_kind::graphql: return several(failure.errors(), 500);
    case error_kind::usage:
    case error_kind::config: return thrown(mapi_error(400, failure.what()), failure);
    case error_kind::limit:
    case error_kind::overflow: break;
    }
    return thrown(mapi_error(500, failure.what()), failure);
}

} // namespace corogql::mapi::detail
