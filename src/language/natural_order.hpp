/// Names are sorted as people would: `field2` stands before `field10`.
#pragma once

#include <string_view>

namespace corogql::language {

/// Whether a name stands before another one, by the reference implementation's order.
bool naturally_before(std::string_view left, std::string_view right) noexcept;

} // namespace corogql::language
