/// Texts are read from files: schemas, documents, variables.
#pragma once

#include <string>
#include <string_view>

namespace corogql::detail {

/// Returns the text of a file, without a byte order mark. Throws corogql::error of kind `config`, with the reason, for
/// a file that cannot be read, and of kind `usage` for one that is not UTF-8.
std::string read_text_file(const std::string& path);

/// Returns a text that was read, without a byte order mark; `name` stands for it in what is thrown (kind `usage`) where
/// it is not UTF-8.
std::string checked_text_file(std::string text, const std::string& name);

/// Throws kind `usage` for a text that is not UTF-8.
const std::string& checked_text(const std::string& text, const std::string& name);

} // namespace corogql::detail
