/// Small files as a whole.
#pragma once

#include <filesystem>
#include <string>

namespace corogql::mapi {

/// Throws std::system_error.
std::string read_file(const std::filesystem::path& file);

} // namespace corogql::mapi
