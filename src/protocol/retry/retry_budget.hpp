/// A retry budget says how many retries a client may add to its requests, so that an outage is not multiplied by all
/// who notice it.
#pragma once

#include "values/deadline.hpp"

#include <corogql/retry_options.hpp>

#include <optional>

namespace corogql::protocol {

/// A retry budget is a bucket that fills with time and with each request; a retry takes one out.
class retry_budget {
public:
    explicit retry_budget(const retry_options& options)
        : ratio_(options.budget_ratio()), per_second_(options.budget_per_second()), left_(capacity()) {}

    void on_request(steady_time now) { fill(now, ratio_); }
    /// Returns whether one more retry is allowed, which is then counted.
    bool take(steady_time now);

private:
    static constexpr double seconds = 10; ///< How many seconds' worth a client that was quiet may spend at once.

    bool unlimited() const { return ratio_ < 0; }
    double capacity() const { return per_second_ * seconds + 1; }
    void fill(steady_time now, double more);

    double ratio_, per_second_;
    double left_;
    std::optional<steady_time> filled_; ///< When the bucket was last filled.
};

} // namespace corogql::protocol
