#include "values/errors/detailed_error.hpp"

#include "values/errors/error_facts.hpp"
#include "values/text/utf8.hpp"

namespace corogql {

detailed_error& detailed_error::phase(error_phase value) { return own().phase = value, *this; }
detailed_error& detailed_error::http_status(unsigned value) { return own().http_status = value, *this; }
detailed_error& detailed_error::close_code(std::uint16_t value) { return own().close_code = value, *this; }
detailed_error& detailed_error::attempts(unsigned value) { return own().attempts = value, *this; }
detailed_error& detailed_error::possibly_executed(bool value) { return own().possibly_executed = value, *this; }
detailed_error& detailed_error::truncated(bool value) { return own().truncated = value, *this; }
detailed_error& detailed_error::retry_after(std::chrono::seconds value) { return own().retry_after = value, *this; }
detailed_error& detailed_error::errors(std::vector<graphql_error> value) {
    return own().errors = std::move(value), *this;
}
detailed_error& detailed_error::headers(corogql::headers value) { return own().headers = std::move(value), *this; }
detailed_error& detailed_error::body_excerpt(std::string_view value) {
    return own().body_excerpt = detail::utf8_prefix(value, 1024), *this;
}
detailed_error& detailed_error::answer(std::string value) { return own().answer = std::move(value), *this; }
detailed_error& detailed_error::tls_reason(corogql::tls_reason value) { return own().tls_reason = value, *this; }
detailed_error& detailed_error::last_failure(std::string_view value) { return own().last_failure = value, *this; }
detailed_error& detailed_error::message(std::string_view value) { return own().message = value, *this; }

} // namespace corogql
