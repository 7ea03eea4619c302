#include "protocol/http/multipart/body.hpp"

#include "protocol/http/media_type.hpp"
#include "protocol/http/multipart/message.hpp"
#include "values/errors/detailed_error.hpp"

#include <corogql/error.hpp>

#include <string>

namespace corogql::protocol {

multipart_body::multipart_body(std::string_view content_type, std::size_t max_message_size, unsigned max_depth)
    : parser_(read_boundary(content_type), max_message_size), result_(max_message_size, max_depth) {}

void multipart_body::read(std::string_view piece) {
    if (whole()) return;
    parser_.put(piece);
    while (const auto part = parser_.next()) {
        result_.add(std::string(read_json_part(*part)));
        if (whole()) return;
    }
}

response multipart_body::finish(null_data null) const {
    if (!whole())
        throw detailed_error(error_kind::protocol,
                             "the answer was cut off: it ended before the last part of its result")
            .possibly_executed(true);
    return result_.result(null);
}

} // namespace corogql::protocol
