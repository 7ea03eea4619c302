/// Operation ids are chosen by the client: decimal numbers from 1 on.
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace corogql::protocol {

/// Returns the id that a text is; 0 for a text that cannot be an id which the client chose.
inline std::uint64_t read_operation_id(std::string_view text) noexcept {
    if (text.starts_with('0')) return 0;
    std::uint64_t id = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? id : 0;
}

} // namespace corogql::protocol
