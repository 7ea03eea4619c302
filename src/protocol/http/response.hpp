/// An HTTP answer becomes a GraphQL response, or the error that says why it is none.
#pragma once

#include "protocol/graphql/execution_result.hpp"
#include "protocol/http/multipart/body.hpp"
#include "protocol/http/retry_after.hpp"
#include "values/http_message.hpp"
#include "values/result.hpp"

#include <corogql/error.hpp>
#include <corogql/request.hpp>
#include <corogql/response.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::protocol {

struct response_rules {
    unsigned max_depth = 512;
    /// Whether a 2xx answer may be a GraphQL response without a Content-Type or under one that is not JSON, and whether
    /// null data may come without errors.
    bool lenient = false;
    /// This function is told of every missing or wrong Content-Type under which a response was taken.
    std::function<void(std::string_view)> on_leniency;
};

/// A JSON body is the body of an answer that says it is JSON. It may be read while it comes, and is refused as soon as
/// what is there cannot be the beginning of a GraphQL response: all functions throw corogql::error of kind `protocol`.
class json_body {
public:
    /// Begins a body; the text of its Content-Type must outlive this object, and `utf8` says whether its charset is
    /// UTF-8.
    json_body(std::optional<std::string_view> content_type, bool utf8, unsigned max_depth) noexcept
        : content_type_(content_type), utf8_(utf8), result_(max_depth) {}

    /// Goes on reading in `body`, which is all that came so far.
    void read(std::string_view body);
    /// Reads the rest of the body, which is whole now, and returns the response.
    response finish(std::string body, null_data null);

private:
    void check_utf8(std::string_view body, std::size_t may_be_left);

    std::optional<std::string_view> content_type_;
    bool utf8_;
    std::size_t checked_ = 0; ///< How many bytes have been checked, all of them of whole characters.
    result_reader result_;
};

/// Returns when the values of an operation's data are made.
inline values values_for(const request& operation) noexcept {
    return operation.data_as_text() ? values::when_asked : values::at_once;
}

/// Reads an answer by the GraphQL-over-HTTP rules (draft of 2026): graphql-response+json decides by its body whatever
/// the status; application/json does so with a 2xx status, and otherwise when it is an object with `errors`; anything
/// else is an HTTP error. 401, and 403 unless it is a rate limit, are refusals of credentials, which keep the GraphQL
/// answer if they came with one. Never throws for what a server can send. Takes the body, which is decoded (no gzip)
/// already, out of the answer; `begun` has read as much of it as it liked. Of a success `made` says when the values of
/// the data are made.
detail::result<response> read_response(detail::http_response& answer, const rate_limit& limit,
                                       const response_rules& rules, json_body* begun = nullptr,
                                       values made = values::at_once);

/// Makes the response of an answer with a 2xx status that is multipart/mixed, whose body `steps` has read. Never throws
/// for what a server can send.
detail::result<response> read_response(const detail::http_response& answer, const response_rules& rules,
                                       const multipart_body& steps);

/// Returns whether a status refuses the credentials: 401 does, and a 403 that is no rate limit.
inline bool refuses_credentials(unsigned status, const rate_limit& limit) noexcept {
    return status == 401 || (status == 403 && !limit.told_to_wait());
}

/// Returns whether the errors of a response say that the credentials were refused (`extensions.code` 401,
/// UNAUTHENTICATED and the like), which makes a client with a provider refresh, also under status 200.
bool says_unauthenticated(const response& result);

} // namespace corogql::protocol
