/// Files travel with a request by the GraphQL multipart request specification.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace corogql {

/// A progress function is told how much of a request's body has been sent, in bytes, and how much there is: once for
/// each piece (256 KiB at most), and again from the beginning with another attempt. It is called on the client's
/// executor and must not block. What it throws ends the operation (kind `callback`).
using upload_progress = std::function<void(std::uint64_t sent, std::uint64_t total)>;

/// An upload is a file to be sent with a request. It is a value type; setters chain:
///
///     request("mutation($file: Upload!) { add(file: $file) }").attach("file", upload::file("/tmp/a.png"))
class upload {
public:
    /// Makes an upload of a regular file, opened for each attempt and read in pieces while it is sent, on the client's
    /// executor. One that cannot be opened, or that shrinks, grows or is replaced by another of another size meanwhile,
    /// fails the request with kind `usage`, before the server has the whole of it.
    static upload file(std::string path) {
        upload made;
        made.name_ = path.substr(path.rfind('/') + 1);
        made.path_ = std::move(path);
        made.from_disk_ = true;
        return made;
    }
    /// Makes an upload of bytes that are at hand; they are copied with the request.
    static upload bytes(std::string content, std::string name) {
        upload made;
        made.content_ = std::move(content);
        made.name_ = std::move(name);
        return made;
    }

    /// Sets the name that the server is told, in UTF-8. Default: that of the file, without folders.
    upload& name(std::string text) { return name_ = std::move(text), *this; }
    /// Sets the media type that the server is told. Default: application/octet-stream.
    upload& media_type(std::string type) { return media_type_ = std::move(type), *this; }

    /// Returns whether it was made by file().
    bool from_disk() const noexcept { return from_disk_; }
    /// Returns the path that file() was given; empty otherwise.
    const std::string& path() const noexcept { return path_; }
    /// Returns the bytes that bytes() was given; empty otherwise.
    const std::string& content() const noexcept { return content_; }
    /// Returns the name that the server is told.
    const std::string& name() const noexcept { return name_; }
    /// Returns the media type that the server is told; empty for the default.
    const std::string& media_type() const noexcept { return media_type_; }

private:
    upload() = default;

    std::string path_, content_, name_, media_type_;
    bool from_disk_ = false;
};

} // namespace corogql
