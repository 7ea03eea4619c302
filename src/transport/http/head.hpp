/// The lines of an HTTP/1.1 message's head are read here (RFC 9112, sections 2 to 6). All functions throw kind
/// `protocol`, naming the piece.
#pragma once

#include "values/http_message.hpp"

#include <cstddef>
#include <string_view>

namespace corogql::transport {

struct http_status_line {
    unsigned version = 11; ///< The version is 10 or 11.
    unsigned status = 0;   ///< The status is between 100 and 999.
    std::string_view reason;
};
http_status_line read_status_line(std::string_view line);

/// Whether a status line can begin with `piece`.
bool begins_status_line(std::string_view piece) noexcept;

struct http_request_line {
    std::string_view method, target;
    unsigned version = 11;
};
http_request_line read_request_line(std::string_view line);

/// Adds the field line at the front of `bytes` and returns how long it is with its CRLF, in one pass. 0 means that the
/// line is not whole, or is out of the ordinary; read_field() takes or refuses it then.
std::size_t take_plain_field(std::string_view bytes, detail::header_list& into);

/// Adds a field line. A line that begins with a blank goes on with the value of the field before it.
void read_field(std::string_view line, detail::header_list& into);

/// Returns what the fields say. Refuses what two parties could read in two ways: several lengths, a length beside
/// chunks, codings other than "chunked".
detail::http_fields read_fields(const detail::header_list& fields, unsigned version);

} // namespace corogql::transport
