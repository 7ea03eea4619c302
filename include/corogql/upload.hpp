/// Files that travel with a request (GraphQL multipart request specification).
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace corogql {

/// How much of a request's body has been sent, in bytes, and how much there is: once for each piece (256 KiB at most),
/// and again from the beginning with another attempt. Called on the client's executor; must not block. What it throws
/// ends the operation (kind `callback`).
using upload_progress = std::function<void(std::uint64_t sent, std::uint64_t total)>;

/// A value type; setters chain:
///
///     request("mutation($file: Upload!) { add(file: $file) }").attach("file", upload::file("/tmp/a.png"))
class upload {
public:
    /// A regular file, opened for each attempt and read in pieces while it is sent, on the client's executor. One that
    /// cannot be opened, or that shrinks, grows or is replaced by another of another size meanwhile, fails the request
    /// with kind `usage`, before the server has the whole of it.
    static upload file(std::string path) {
        upload made;
        made.name_ = path.substr(path.rfind('/') + 1);
        made.path_ = std::move(path);
        made.from_disk_ = true;
        return made;
    }
    /// Bytes that are at hand; copied with the request.
    static upload bytes(std::string content, std::string name) {
        upload made;
        made.content_ = std::move(content);
        made.name_ = std::move(name);
        return made;
    }

    /// What the server is told; UTF-8. Default: that of the file, without folders.
    upload& name(std::string text) { return name_ = std::move(text), *this; }
    /// Default: application/octet-stream.
    upload& media_type(std::string type) { return media_type_ = std::move(type), *this; }

    bool from_disk() const noexcept { return from_disk_; }
    const std::string& path() const noexcept { return path_; }       ///< of file()
    const std::string& content() const noexcept { return content_; } ///< of bytes()
    const std::string& name() const noexcept { return name_; }
    const std::string& media_type() const noexcept { return media_type_; }

private:
    upload() = default;

    std::string path_, content_, name_, media_type_;
    bool from_disk_ = false;
};

} // namespace corogql
