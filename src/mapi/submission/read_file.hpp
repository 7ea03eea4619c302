/// Small files are read as a whole.
#pragma once

#include <filesystem>
#include <string>

namespace corogql::mapi::detail {

/// Returns what is in the file. Throws std::system_error.
std::string read_file(const std::filesystem::path& file);

} // namespace corogql::mapi::detail
