/// These functions read texts that are given to the program. The texts must be UTF-8 (kind usage says which byte of
/// which is not); a byte order mark at the beginning of a file is no part of its text.
#pragma once

#include "values/text/text_file.hpp"

#include <string>

namespace corogql::cli {

using detail::checked_text;
using detail::read_text_file;

std::string read_standard_input();
/// Reads a secret: all of stdin but for a line end behind it. A terminal is asked for a line, and does not show it.
std::string read_hidden(const char* question);

} // namespace corogql::cli
