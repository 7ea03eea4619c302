/// Texts are read from files: schemas, documents, variables.
#pragma once

#include "values/text/error_of.hpp"
#include "values/text/plain_text_file.hpp"
#include "values/text/utf8.hpp"

namespace corogql::detail {

/// Returns the text of a file, without a byte order mark. Throws corogql::error of kind `config`, with the reason, for
/// a file that cannot be read, and of kind `usage` for one that is not UTF-8.
inline std::string read_text_file(const std::string& path) {
    return with_errors([&] { return read_plain_text_file(path); });
}

/// Returns a text that was read, without a byte order mark; `name` stands for it in what is thrown (kind `usage`) where
/// it is not UTF-8.
inline std::string checked_text_file(std::string text, const std::string& name) {
    return with_errors([&] { return checked_plain_text(std::move(text), name); });
}

/// Throws kind `usage` for a text that is not UTF-8.
inline const std::string& checked_text(const std::string& text, const std::string& name) {
    if (const auto why = why_no_utf8(text); !why.empty()) throw error(error_kind::usage, name + ' ' + why);
    return text;
}

} // namespace corogql::detail
