/// A step is what is done after an attempt, whatever it was an attempt of.
#pragma once

#include <chrono>

namespace corogql::protocol {

struct step {
    enum class action {
        end,                ///< What came is the last word.
        again,              ///< Another attempt follows at once.
        refresh_then_again, ///< Another attempt follows with fresh credentials.
        wait_then_again,
    };

    action what = action::end;
    std::chrono::nanoseconds wait{0}; ///< The wait before the next attempt.
    bool planned = false;             ///< The wait was named by retry_if(), and others queue behind it.
    bool denied = false;              ///< The failure was final because the budget of retries is spent.
};

} // namespace corogql::protocol
