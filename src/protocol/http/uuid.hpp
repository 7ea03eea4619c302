/// Random UUIDs are made here (RFC 9562, version 4).
#pragma once

#include <cstdint>
#include <string>

namespace corogql::protocol {

/// Makes a UUID of two random numbers.
std::string random_uuid(std::uint64_t high, std::uint64_t low);

} // namespace corogql::protocol
