/// These functions read texts that are given to the program. The texts must be UTF-8 (kind usage says which byte of
/// which is not); a byte order mark at the beginning of a file is no part of its text.
#pragma once

#include <string>

namespace corogql::cli {

/// Reads a file. Kind config names a file that cannot be read, and why.
std::string read_text_file(const std::string& path);
std::string read_standard_input();
/// Reads a secret: all of stdin but for a line end behind it. A terminal is asked for a line, and does not show it.
std::string read_hidden(const char* question);

/// Returns a text that is UTF-8, and throws otherwise. `name` is what errors call the text.
const std::string& checked_text(const std::string& text, const std::string& name);

} // namespace corogql::cli
