/// A content_decoder undoes the Content-Encoding of a response body (RFC 9110, section 8.4). zlib and brotli stay
/// behind this header.
#pragma once

#include "values/header_list.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::transport {

/// The codings that content_decoder can undo, as the value of Accept-Encoding.
inline constexpr std::string_view accepted_codings = "gzip, deflate, br";

/// Takes a coded body as it comes, in pieces of any size. All members throw corogql::error, phase `receive`; a decoder
/// that has thrown is of no more use.
class content_decoder {
public:
    /// Undoes the codings of all Content-Encoding fields, which name them in the order they were applied. `max_size`
    /// bounds what `out` holds after a put(), and all that one step gives the next where there are several. Throws
    /// `protocol` for a coding that was not offered, and for more than four.
    content_decoder(const detail::header_list& fields, std::size_t max_size);
    ~content_decoder();
    content_decoder(const content_decoder&) = delete;
    content_decoder& operator=(const content_decoder&) = delete;

    /// Whether there is nothing to undo: no field, or "identity" or "none" alone.
    bool identity() const noexcept { return steps_.empty(); }
    /// Adds to `out` what the bytes so far amount to; a peer that flushes is not kept waiting. The caller may take the
    /// output away before the next put(). Throws `limit` before `out` is larger than allowed, and `protocol` for bytes
    /// that are not of their coding.
    void put(std::string_view piece, std::string& out);
    /// Tells that the body is complete. Throws `protocol` when the coded data is not.
    void finish() const;

    class step; ///< A step undoes one coding.

private:
    std::vector<std::unique_ptr<step>> steps_; ///< The coding that was applied last comes first.
    std::size_t max_size_;
};

} // namespace corogql::transport
