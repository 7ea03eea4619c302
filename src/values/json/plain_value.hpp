/// Most JSON is plain: it is passed over in a tight loop, and what is not is left to json_scanner, which knows why.
#pragma once

namespace corogql::detail {

/// Returns where the value that stands at `at` ends; null where json_scanner must look at it: it is no JSON, or its
/// strings are not UTF-8, it goes deeper than `levels` or than 64 levels, or reaches the end of the text, where a
/// number might go on.
const char* plain_value_end(const char* at, const char* end, unsigned levels) noexcept;

} // namespace corogql::detail
