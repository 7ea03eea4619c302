/// Facts are what an error holds. Copies of the error share them.
#pragma once

#include <corogql/error.hpp>

namespace corogql {

struct error::facts {
    error_kind kind;
    std::string message;
    error_phase phase = error_phase::none;
    std::optional<unsigned> http_status;
    std::optional<std::uint16_t> close_code;
    corogql::tls_reason tls_reason = corogql::tls_reason::none;
    unsigned attempts = 0;
    bool possibly_executed = false;
    bool truncated = false;
    std::optional<std::chrono::seconds> retry_after;
    std::vector<graphql_error> errors;
    corogql::headers headers;
    std::string body_excerpt;
    std::string answer;
    std::string last_failure;
};

} // namespace corogql
