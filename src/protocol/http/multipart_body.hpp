/// The body of a multipart/mixed answer to a query or mutation: one result, whose steps are its parts.
#pragma once

#include "protocol/graphql/incremental_result.hpp"
#include "protocol/http/multipart_parser.hpp"

#include <cstddef>
#include <string_view>

namespace corogql::protocol {

class multipart_body {
public:
    /// `max_message_size` bounds all steps together.
    multipart_body(std::string_view content_type, std::size_t max_message_size, unsigned max_depth);

    /// The next bytes. Throws corogql::error of kind `protocol` or `limit`; then it is of no more use.
    void read(std::string_view piece);
    /// The last step was there. What may follow is not read.
    bool whole() const noexcept { return !result_.has_next(); }
    /// Throws kind `protocol`: when it is not whole, the answer was cut off.
    response finish(null_data null) const;

private:
    multipart_parser parser_;
    incremental_result result_;
};

} // namespace corogql::protocol
