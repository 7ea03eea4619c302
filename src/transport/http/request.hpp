/// HTTP requests stand here as what they mean, and as their bytes in HTTP/1.1 (RFC 9112, sections 3 and 5).
#pragma once

#include <corogql/headers.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::transport {

class prepared_fields;

/// What is asked. The request only views its parts, all of which must outlive it.
struct http_request {
    std::string_view method = {}, target = {};
    std::string_view authority = {}; ///< The value of the Host field.
    const headers* fields = nullptr; ///< The fields besides those that follow from the rest of the request.
    bool any_coding = false;         ///< Whether the answer may have all codings that content_decoder undoes.
    /// The protocol that the connection is to go on with; HTTP where it is empty.
    std::string_view upgrade = {};
    /// The fields that were written before, of a request that has a body; null where there are none.
    const prepared_fields* prepared = nullptr;
    std::string_view body = {};
    std::uint64_t following = 0; ///< The number of bytes of the body that are sent behind `body`.
};

/// Replaces `out` by the request's bytes.
void write_request(std::string& out, const http_request& request);

/// The fields that many requests have in common are written once, here.
class prepared_fields {
public:
    /// Writes the fields of the request `of`.
    explicit prepared_fields(const http_request& of);

private:
    friend void write_request(std::string& out, const http_request& request);

    std::string text_; ///< The bytes from behind the target to the Content-Length.
};

/// The bytes of a request that waits to be sent.
class written_request {
public:
    written_request() = default;
    explicit written_request(const http_request& request) { write_request(bytes_, request); }

    const std::string& bytes() const noexcept { return bytes_; }

private:
    std::string bytes_;
};

} // namespace corogql::transport
