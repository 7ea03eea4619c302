/// The descriptors 0, 1 and 2, as whoever started the program left them.
#pragma once

#include <string_view>

namespace corogql::cli {

/// Takes the places of those that are closed, before a file or an event loop of ours can get one: reading and writing
/// there goes on to fail. Once, at the beginning.
void reserve_standard_descriptors();

/// Whether anything written there can arrive: it is open, and for writing.
bool is_writable(int descriptor) noexcept;

/// All of it, waiting where a descriptor that does not block is full. 0, or the reason in errno's numbers.
int write_all(int descriptor, std::string_view text) noexcept;

} // namespace corogql::cli
