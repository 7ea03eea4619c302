/// Names as Kubernetes and Docker take them.
#pragma once

#include <string>
#include <string_view>

namespace corogql::detail {

/// A name of lower-case letters, digits and "-", 63 at most, which begins and ends with a letter or digit (RFC 1123).
/// One that is not is made so, and `cleaned` says it; one of more than 56 characters is left to the server.
std::string clean_run_name(std::string_view name, bool& cleaned);

/// [host[:port]/]path[:tag | @digest]
bool is_image_name(std::string_view text);

} // namespace corogql::detail
