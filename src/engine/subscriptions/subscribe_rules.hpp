/// What can be known to be wrong with a subscription before it begins is refused here.
#pragma once

#include <corogql/request.hpp>
#include <corogql/subscribe_options.hpp>

namespace corogql::engine {

/// Throws kind `usage` for options that cannot work with this operation, or at all.
void check_subscription(const request& operation, const subscribe_options& options);

} // namespace corogql::engine
