/// A file_reader reads a regular file from beginning to end.
#pragma once

#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace corogql::transport {

namespace asio = boost::asio;

class file_reader {
public:
    /// Throws corogql::error of kind `usage`, which names the file, when it cannot be opened or is no regular file.
    explicit file_reader(const std::string& path);
    ~file_reader();
    file_reader(const file_reader&) = delete;
    file_reader& operator=(const file_reader&) = delete;

    std::uint64_t size() const noexcept { return size_; } ///< The size of the file in bytes when it was opened.
    /// Reads the next bytes and returns how many they are; 0 at the end. Throws corogql::error of kind `usage`, which
    /// names the file, for what cannot be read.
    std::size_t read(asio::mutable_buffer into);

private:
    const std::string path_;
    const int file_;
    std::uint64_t size_ = 0;
};

} // namespace corogql::transport
