#include <corogql/retry_verdict.hpp>

#include "values/text/ascii.hpp"

#include <array>

namespace corogql {

std::string_view to_string(retry_class value) noexcept {
    static constexpr std::array<std::string_view, 4> names{"unsent", "refused", "ambiguous", "final"};
    return names[static_cast<std::size_t>(value)];
}

unsigned failed_attempt::http_status() const noexcept {
    if (response_) return response_->http_status();
    // With kind `connect` it is a proxy's.
    return failure_ && failure_->kind() != error_kind::connect ? failure_->http_status().value_or(0) : 0;
}

std::optional<std::string_view> failed_attempt::header(std::string_view name) const noexcept {
    if (response_) return response_->header(name);
    if (failure_ && failure_->kind() != error_kind::connect)
        for (const auto& [field, value] : failure_->headers())
            if (detail::equals_ignoring_case(field, name)) return value;
    return std::nullopt;
}

const std::vector<graphql_error>& failed_attempt::errors() const noexcept {
    static const std::vector<graphql_error> none;
    return response_ ? response_->errors() : failure_ ? failure_->errors() : none;
}

} // namespace corogql
