/// Long runs of text are scanned with the widest instructions that the processor has.
#pragma once

#include <cstddef>

namespace corogql::detail {

/// Scans from `at` on, a piece at a time, and returns a place from where byte_lanes.hpp goes on: near the byte that
/// ends the run, or near the end. The runs are those of the functions of the same names there.
struct wide_lanes {
    using scan = const char* (*)(const char* at, const char* end) noexcept;
    scan plain_json, plain_ascii_json, within_string, ascii;
};

/// Returns what the processor can do; where that is no more than usual, scans that stay where they are.
const wide_lanes& wide() noexcept;

} // namespace corogql::detail
