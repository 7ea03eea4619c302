/// The descriptors 0, 1 and 2 are as whoever started the program left them.
#pragma once

#include <string_view>

namespace corogql::cli {

/// Takes the places of descriptors that are closed, before a file or an event loop of ours can get one: reading and
/// writing there goes on to fail. The program calls this once, at the beginning.
void reserve_standard_descriptors();

/// Whether anything written to the descriptor can arrive: it is open, and for writing.
bool is_writable(int descriptor) noexcept;

/// Writes all of the text, waiting where a descriptor that does not block is full. Returns 0, or the reason in errno's
/// numbers.
int write_all(int descriptor, std::string_view text) noexcept;

} // namespace corogql::cli
