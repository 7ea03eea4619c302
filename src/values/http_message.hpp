/// HTTP messages are described here as they are once their bytes are read: what the transport gives and the rules
/// judge.
#pragma once

#include "values/header_list.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::detail {

/// Known fields hold what the fields of a head say.
struct http_fields {
    // About the body and the connection.
    bool chunked = false;
    std::optional<std::uint64_t> length;
    bool keep_alive = false;
    // The first of each name that a client looks at: views of the list.
    std::optional<std::string_view> content_type, content_encoding, location, allow, retry_after, keep_alive_field;
};

/// An HTTP message can be moved but not copied: the known fields view the list, whose memory moves along.
struct http_message {
    http_message() = default;
    http_message(http_message&&) noexcept = default;
    http_message& operator=(http_message&&) noexcept = default;

    unsigned version = 11; ///< The version: 10 or 11.
    header_list headers;
    http_fields known; ///< What the fields say, once the head is whole.
    std::string body;
    bool keep_alive = false; ///< Whether another message may follow on the connection.
};

struct http_response : http_message {
    unsigned status = 0;
    std::string reason;
};

} // namespace corogql::detail
