/// Well-known services tell their rate limits in words of their own, which these functions know, for
/// retry_options::retry_if():
///
///     client_options("https://api.github.com/graphql").retry(retry_options().retry_if(throttle_of_github))
///
/// They are pure functions: they look at the attempt and at nothing else. What they do not know is left as it is.
#pragma once

#include <corogql/retry_verdict.hpp>

namespace corogql {

/// Waits for Shopify's leaky bucket: an error with the code THROTTLED (or 429 with it) executed nothing. The operation
/// is sent again, until the deadline, when the bucket has what it costs (`extensions.cost`), behind what else of this
/// client waits for it. A query that costs more than the whole bucket holds is final.
retry_verdict throttle_of_shopify(const failed_attempt& attempt, const retry_verdict& ours);

/// Waits for GitHub's two limits. The primary one, points an hour, comes as 200, 403 or 429 with
/// `x-ratelimit-remaining: 0`: the operation is sent again, until the deadline, when `x-ratelimit-reset` has come,
/// after a minute where that is missing. The secondary one, for too much at a time, comes as 200, 403 or 429: the
/// operation is sent again after its Retry-After, else after a minute and twice as long each time, as often as the
/// options allow.
retry_verdict throttle_of_github(const failed_attempt& attempt, const retry_verdict& ours);

} // namespace corogql
