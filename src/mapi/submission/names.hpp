/// Kubernetes and Docker take names of these forms.
#pragma once

#include <string>
#include <string_view>

namespace corogql::mapi::detail {

/// Returns a name of lower-case letters, digits and "-", 63 characters at most, which begins and ends with a letter or
/// digit (RFC 1123). A name that is none is made so, and `cleaned` says it; one of more than 56 characters is left to
/// the server.
std::string clean_run_name(std::string_view name, bool& cleaned);

/// Whether the text has the form [host[:port]/]path[:tag | @digest].
bool is_image_name(std::string_view text);

} // namespace corogql::mapi::detail
