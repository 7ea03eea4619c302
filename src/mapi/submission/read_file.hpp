/// Small files are read as a whole.
#pragma once

#include <filesystem>
#include <string>

namespace corogql::mapi {

/// Returns what is in the file. Throws std::system_error.
std::string read_file(const std::filesystem::path& file);

} // namespace corogql::mapi
