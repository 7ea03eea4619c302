/// From an HTTP answer to a GraphQL response or the error that says why it is none.
#pragma once

#include <corogql/error.hpp>
#include <corogql/response.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace corogql::protocol {

/// What the rules look at; the body is decoded (no gzip) already.
struct http_answer {
    unsigned status;
    std::string_view reason;
    std::optional<std::string_view> content_type;
    std::optional<std::string_view> location;
    std::optional<std::string_view> allow;
    std::optional<std::chrono::seconds> retry_after;
    std::string body;
};

struct answer_rules {
    unsigned max_depth = 512;
    /// Under a 2xx status, a GraphQL response without a Content-Type or under one that is not JSON is one, and so is
    /// null data without errors.
    bool lenient = false;
    std::function<void(std::string_view)> on_leniency; ///< told of every missing or wrong Content-Type
};

/// The GraphQL-over-HTTP rules (draft of 2026): graphql-response+json decides by its body whatever the
/// status; application/json does so with a 2xx status, and otherwise when it is an object with `errors`;
/// anything else is an HTTP error. 401 and 403 are refusals of credentials, which keep the GraphQL answer if
/// they came with one. Never throws for what a server can send.
std::variant<response, error> read_answer(http_answer answer, const answer_rules& rules);

/// Whether the errors of a response say that the credentials were refused (`extensions.code` 401,
/// UNAUTHENTICATED and the like): what makes a client with a provider refresh, also under status 200.
bool says_unauthenticated(const response& result);

/// A Location without user information, which is a secret.
std::string showable_location(std::string_view location);

} // namespace corogql::protocol
