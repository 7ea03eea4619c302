/// Numbers that cannot work: negative durations, and limits of zero that would let nothing pass. One rule for all
/// options: kind `usage`, with the name of the option, from whoever is given them.
#pragma once

#include <corogql/client_options.hpp>
#include <corogql/request.hpp>
#include <corogql/subscribe_options.hpp>

namespace corogql::engine {

void check_numbers(const client_options& options);
void check_numbers(const subscribe_options& options);
void check_numbers(const request& operation);

} // namespace corogql::engine
