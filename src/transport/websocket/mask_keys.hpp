/// Each frame of a client is masked with a key that nobody can guess (RFC 6455, section 5.3).
#pragma once

#include <array>
#include <cstddef>

namespace corogql::transport {

/// Keys are fetched from the system's strong source of chance several at a time.
class websocket_mask_keys {
public:
    /// Returns the four bytes of a fresh key; they are valid until the next call.
    const char* next();

private:
    std::array<char, 64> bytes_;
    std::size_t at_ = sizeof bytes_;
};

} // namespace corogql::transport
