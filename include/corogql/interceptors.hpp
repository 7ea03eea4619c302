/// This header has the interceptors that many need.
#pragma once

#include <corogql/interceptor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace corogql {

/// Makes an interceptor that lets pass at most `per_second` attempts a second, evenly, after a burst of `burst`. The
/// others wait their turn, in order; when one leaves the queue, those behind it move up. It may serve several clients,
/// which then share the rate. Throws kind `usage` for a rate that is not above 0.
std::shared_ptr<interceptor> limit_rate(double per_second, unsigned burst = 1);

/// Makes an interceptor that gives `sink` one line for each attempt: the operation's name, the attempt's number, status
/// or failure, and milliseconds. No header, no variable and no secret is in it.
std::shared_ptr<interceptor> log_attempts(std::function<void(std::string_view line)> sink);

/// Makes an interceptor that sends HMAC-SHA256 of the body (empty for a GET), in lower-case hexadecimal after
/// "sha256=", as this header field. An upload, whose files are not known beforehand, is refused with kind `usage`.
std::shared_ptr<interceptor> sign_body(std::string header, std::string secret);

} // namespace corogql
