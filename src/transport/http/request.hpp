/// HTTP requests as what they mean, and their bytes in HTTP/1.1 (RFC 9112, sections 3 and 5).
#pragma once

#include <corogql/headers.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::transport {

class prepared_fields;

/// What is asked: views all of it.
struct http_request {
    std::string_view method, target;
    std::string_view authority;                ///< of the Host field
    const headers* fields = nullptr;           ///< besides those that follow from the rest
    bool any_coding = false;                   ///< the answer may have all codings that content_decoder undoes
    std::string_view upgrade;                  ///< the protocol that the connection is to go on with; empty: HTTP
    const prepared_fields* prepared = nullptr; ///< the fields so far, of what has a body; or null
    std::string_view body;
    std::uint64_t following = 0; ///< bytes of the body that are sent behind these
};

/// Replaces `out` by the request's bytes.
void write_request(std::string& out, const http_request& request);

/// The fields that many requests have in common, written once.
class prepared_fields {
public:
    /// Those of this request.
    explicit prepared_fields(const http_request& of);

private:
    friend void write_request(std::string& out, const http_request& request);

    std::string text_; ///< from behind the target to the Content-Length
};

/// A request that waits to be sent.
class written_request {
public:
    written_request() = default;
    explicit written_request(const http_request& request) { write_request(bytes_, request); }

    const std::string& bytes() const noexcept { return bytes_; }

private:
    friend class http_exchange;

    std::string bytes_;
};

} // namespace corogql::transport
