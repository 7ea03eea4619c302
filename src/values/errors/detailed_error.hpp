/// The library makes errors with facts that users can only ask for.
#pragma once

#include <corogql/error.hpp>

namespace corogql {

/// A detailed error is an error under construction. It may be thrown as it is, and is copied and caught as an error.
class detailed_error final : public error {
public:
    detailed_error(error_kind kind, std::string_view message) : error(kind, message) {}
    /// Begins with the facts of another error, to be changed.
    explicit detailed_error(const error& other) : error(other) {}

    using error::answer;
    using error::attempts;
    using error::body_excerpt;
    using error::close_code;
    using error::errors;
    using error::headers;
    using error::http_status;
    using error::last_failure;
    using error::phase;
    using error::possibly_executed;
    using error::retry_after;
    using error::tls_reason;
    using error::truncated;

    detailed_error& phase(error_phase value);
    detailed_error& http_status(unsigned value);
    detailed_error& close_code(std::uint16_t value);
    detailed_error& attempts(unsigned value);
    detailed_error& possibly_executed(bool value);
    detailed_error& truncated(bool value);
    detailed_error& retry_after(std::chrono::seconds value);
    detailed_error& errors(std::vector<graphql_error> value);
    detailed_error& headers(corogql::headers value);
    detailed_error& body_excerpt(std::string_view value);
    detailed_error& answer(std::string value);
    detailed_error& tls_reason(corogql::tls_reason value);
    detailed_error& last_failure(std::string_view value);
    /// Sets another message; all other facts stay.
    detailed_error& message(std::string_view value);
};

} // namespace corogql
