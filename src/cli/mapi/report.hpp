/// MAPI's failures are reported as the program reports all failures.
#pragma once

#include <corogql/error.hpp>

#include <exception>

namespace corogql::cli {

/// Returns the general client's error where there is one beneath, with MAPI's words; `graphql` for what MAPI itself
/// refused.
error to_error(std::exception_ptr failure);

} // namespace corogql::cli
