#include <corogql/error.hpp>

#include "values/errors/error_facts.hpp"

#include <array>

namespace corogql {

std::string_view to_string(error_kind kind) noexcept {
    static constexpr std::array<std::string_view, 15> names{
        "graphql", "usage",   "config",      "connect", "tls",      "lost",     "http",     "protocol",
        "decode",  "timeout", "credentials", "limit",   "overflow", "callback", "cancelled"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view to_string(error_phase phase) noexcept {
    static constexpr std::array<std::string_view, 12> names{"none",    "queue",   "credentials", "resolve",
                                                            "connect", "tls",     "upgrade",     "init",
                                                            "send",    "receive", "stream",      "decode"};
    return names[static_cast<std::size_t>(phase)];
}

std::string_view to_string(tls_reason reason) noexcept {
    static constexpr std::array<std::string_view, 10> names{"none",
                                                            "expired",
                                                            "unknown_issuer",
                                                            "self_signed",
                                                            "wrong_host",
                                                            "revoked",
                                                            "revocation_unknown",
                                                            "protocol",
                                                            "client_certificate",
                                                            "other"};
    return names[static_cast<std::size_t>(reason)];
}

error::error(error_kind kind, std::string_view message) : std::runtime_error(""), facts_(std::make_shared<facts>()) {
    facts_->kind = kind;
    facts_->message = message;
}

// Copies share their facts (an exception must copy without throwing); whoever changes them gets its own.
error::facts& error::own() {
    if (facts_.use_count() > 1) facts_ = std::make_shared<facts>(*facts_);
    return *facts_;
}

const char* error::what() const noexcept { return facts_->message.c_str(); }
error_kind error::kind() const noexcept { return facts_->kind; }
error_phase error::phase() const noexcept { return facts_->phase; }
std::optional<unsigned> error::http_status() const noexcept { return facts_->http_status; }
std::optional<std::uint16_t> error::close_code() const noexcept { return facts_->close_code; }
unsigned error::attempts() const noexcept { return facts_->attempts; }
bool error::possibly_executed() const noexcept { return facts_->possibly_executed; }
bool error::truncated() const noexcept { return facts_->truncated; }
std::optional<std::chrono::seconds> error::retry_after() const noexcept { return facts_->retry_after; }
const std::vector<graphql_error>& error::errors() const noexcept { return facts_->errors; }
const corogql::headers& error::headers() const noexcept { return facts_->headers; }
std::string_view error::body_excerpt() const noexcept { return facts_->body_excerpt; }
std::string_view error::answer() const noexcept { return facts_->answer; }
tls_reason error::tls_reason() const noexcept { return facts_->tls_reason; }
std::string_view error::last_failure() const noexcept { return facts_->last_failure; }

} // namespace corogql
