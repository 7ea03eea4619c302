/// The Keep-Alive header field says how long a server keeps an idle connection (`timeout=5, max=100`).
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace corogql::protocol {

/// Returns the server's timeout, a day at most, but a second earlier, as what is sent shortly before the end may cross
/// it; never below zero. Returns nothing where the field names no timeout that can be read.
std::optional<std::chrono::seconds> read_keep_alive(std::string_view field);

} // namespace corogql::protocol
