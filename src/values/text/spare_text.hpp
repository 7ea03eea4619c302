/// Large texts that come and go are not given back to the system each time: a few stay for whoever needs one next.
#pragma once

#include <cstddef>
#include <string>

namespace corogql::detail {

/// Returns an empty text with room for so many bytes: one that was given back, where there is one of that size.
std::string take_spare_text(std::size_t size);

/// Gives back a text's memory. Of all that the process gives back a few texts of at most 1 MiB are kept.
void give_spare_text(std::string&& text) noexcept;

} // namespace corogql::detail
