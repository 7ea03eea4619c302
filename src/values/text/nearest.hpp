/// A mistyped word may have meant one that is known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace corogql::detail {

/// Returns the known word that the fewest letters added, left out, changed or swapped make of `word`; `known` is not
/// empty.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// Returns " (did you mean X?)"; nothing where no word is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

} // namespace corogql::detail
