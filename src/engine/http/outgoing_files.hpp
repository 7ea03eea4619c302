/// Outgoing files follow the head of a long request, with what stands between them.
#pragma once

#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <cstdint>

namespace corogql::engine {

namespace asio = boost::asio;

class outgoing_files {
public:
    virtual ~outgoing_files() = default;
    /// Returns the size of all that is to be sent, in bytes.
    virtual std::uint64_t size() const noexcept = 0;
    /// Reads the next bytes and returns how many; 0 behind the last one. Blocks as reading a file does. Throws
    /// corogql::error.
    virtual std::size_t read(asio::mutable_buffer into) = 0;
    /// Tells that what read() gave last has been sent. Throws kind `callback`.
    virtual void sent() {}
    /// Begins anew, for another attempt. Throws corogql::error.
    virtual void rewind() = 0;
};

} // namespace corogql::engine
