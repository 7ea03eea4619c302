/// Where requests go that a server redirects (RFC 9110, sections 15.4.8 and 15.4.9).
#pragma once

#include <string>
#include <utility>

namespace corogql::protocol {

/// A 307 is for the attempt that it answers; a 308 for all that come, unless a 307 had led to it. Targets within one
/// origin.
class redirect_route {
public:
    static constexpr unsigned most_in_a_row = 5;

    /// In place of the URL's own; empty: that one.
    const std::string& target() const noexcept { return target_; }
    /// False: there were too many in a row, and this one is not followed.
    bool follow(std::string to, bool for_good) {
        if (++in_a_row_ > most_in_a_row) return false;
        if (for_good && target_ == moved_to_) moved_to_ = to;
        target_ = std::move(to);
        return true;
    }
    /// The server has answered at the target.
    void arrived() noexcept { in_a_row_ = 0; }
    /// The next attempt goes where the URL or a 308 leads.
    void begin_anew() {
        target_ = moved_to_;
        in_a_row_ = 0;
    }
    /// It goes to the URL: the request is another one now.
    void forget() noexcept {
        target_.clear();
        moved_to_.clear();
    }

private:
    std::string target_, moved_to_;
    unsigned in_a_row_ = 0;
};

} // namespace corogql::protocol
