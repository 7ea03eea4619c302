/// A request with files is a multipart form (GraphQL multipart request specification, RFC 7578). An upload form has
/// everything but the files' bytes, which are sent between:
///
///     head(), and for each file part_head(i) and its bytes, and tail()
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::protocol {

struct upload_file {
    std::vector<std::string> paths; ///< Where the file stands: "variables.file", in a batch "0.variables.files.1".
    std::string name;               ///< The name without a folder, in UTF-8; "blob" is sent for an empty one.
    std::string media_type;         ///< The media type; application/octet-stream is sent for an empty one.
    std::uint64_t size = 0;         ///< The exact size in bytes.
};

class upload_form {
public:
    /// Makes the form. `operations` is the request as to_payload() makes it, or a batch, with null wherever a file
    /// stands. Two random numbers make the boundary, so that no file holds it. Throws corogql::error of kind `usage`
    /// for a file without a path, or with a media type that can be no header field's value.
    upload_form(std::string_view operations, std::vector<upload_file> files, std::uint64_t random, std::uint64_t more);

    std::string content_type() const { return "multipart/form-data; boundary=" + boundary_; }
    std::uint64_t content_length() const noexcept { return length_; }

    /// Returns `operations` and `map`, in this order, so that servers need not store files.
    const std::string& head() const noexcept { return head_; }
    std::string part_head(std::size_t file) const;
    std::string tail() const { return "\r\n--" + boundary_ + "--\r\n"; }

private:
    std::string boundary_;
    std::vector<upload_file> files_;
    std::string head_;
    std::uint64_t length_ = 0;
};

} // namespace corogql::protocol
