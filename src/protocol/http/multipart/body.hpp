/// The body of a multipart/mixed answer to a query or mutation is one result, whose steps are its parts.
#pragma once

#include "protocol/graphql/incremental_result.hpp"
#include "protocol/http/multipart/parser.hpp"

#include <cstddef>
#include <string_view>

namespace corogql::protocol {

class multipart_body {
public:
    /// Begins a body; `max_message_size` bounds the bytes of all steps together.
    multipart_body(std::string_view content_type, std::size_t max_message_size, unsigned max_depth);

    /// Reads the next bytes. Throws corogql::error of kind `protocol` or `limit`; the body is of no more use then.
    void read(std::string_view piece);
    /// Returns whether the last step was there. What may follow is not read.
    bool whole() const noexcept { return !result_.has_next(); }
    /// Returns the result of all steps. Throws kind `protocol`, also when the body is not whole, as the answer was cut
    /// off then.
    response finish(null_data null) const;

private:
    multipart_parser parser_;
    incremental_result result_;
};

} // namespace corogql::protocol
