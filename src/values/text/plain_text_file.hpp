/// Texts are read from files, with the standard library alone.
#pragma once

#include <string>

namespace corogql::detail {

/// Returns the text of a file, without a byte order mark. Throws plain_failure: `config`, with the reason, for a file
/// that cannot be read, and `usage` for one that is not UTF-8.
std::string read_plain_text_file(const std::string& path);

/// Returns a text that was read, without a byte order mark; `name` stands for it in the plain_failure (`usage`) that is
/// thrown where it is not UTF-8.
std::string checked_plain_text(std::string text, const std::string& name);

} // namespace corogql::detail
