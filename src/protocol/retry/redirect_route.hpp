/// A redirect route is where requests go that a server redirects (RFC 9110, sections 15.4.8 and 15.4.9).
#pragma once

#include <string>
#include <utility>

namespace corogql::protocol {

/// A 307 is for the attempt that it answers; a 308 is for all attempts that come, unless a 307 had led to it. The
/// targets lie within one origin.
class redirect_route {
public:
    static constexpr unsigned most_in_a_row = 5;

    /// Returns the target in place of the URL's own; empty where the URL's own stands.
    const std::string& target() const noexcept { return target_; }
    /// Follows a redirect; returns false when there were too many in a row, so that it is not followed.
    bool follow(std::string to, bool for_good) {
        if (++in_a_row_ > most_in_a_row) return false;
        if (for_good && target_ == moved_to_) moved_to_ = to;
        target_ = std::move(to);
        return true;
    }
    /// Notes that the server has answered at the target.
    void arrived() noexcept { in_a_row_ = 0; }
    /// Begins an attempt that goes where the URL or a 308 leads.
    void begin_anew() {
        target_ = moved_to_;
        in_a_row_ = 0;
    }
    /// Forgets all redirects: the request is another one now, and goes to the URL.
    void forget() noexcept {
        target_.clear();
        moved_to_.clear();
    }

private:
    std::string target_, moved_to_;
    unsigned in_a_row_ = 0;
};

} // namespace corogql::protocol
