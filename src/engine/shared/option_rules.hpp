/// Numbers that cannot work are refused here: negative durations, and limits of zero that would let nothing pass. One
/// rule holds for all options: whoever is given them throws kind `usage`, with the name of the option.
#pragma once

#include <corogql/client_options.hpp>
#include <corogql/request.hpp>
#include <corogql/subscribe_options.hpp>

namespace corogql::engine {

void check_numbers(const client_options& options);
void check_numbers(const subscribe_options& options);
void check_numbers(const request& operation);

} // namespace corogql::engine
