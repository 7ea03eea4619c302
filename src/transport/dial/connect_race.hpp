/// Which address to try when (RFC 8305, sections 4 and 5). No socket, no timer: events in, decisions out.
#pragma once

#include "transport/runtime.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace corogql::transport {

/// Indexes of `families` in the order in which to try: the families take turns, beginning with that of the first
/// address; each keeps its own order, which is the system's preference.
std::vector<std::size_t> interleave_families(std::span<const int> families);

class connect_race {
public:
    using time_point = runtime::time_point;
    using duration = runtime::duration;

    /// Each address has a head start of `delay` before the next one; less, where there would not be time for all of
    /// them until `until`.
    connect_race(std::vector<std::size_t> order, duration delay, time_point now, time_point until);

    /// An address to begin with now. Ask again: several may be due.
    std::optional<std::size_t> take(time_point now);
    /// One that was begun has failed: the next one need not wait.
    void failed(time_point now);

    /// When to call take() again unless something happens before; max() when all have been begun.
    time_point due() const noexcept { return begun_ < order_.size() ? due_ : time_point::max(); }
    std::size_t begun() const noexcept { return begun_; }
    /// None is left.
    bool lost() const noexcept { return failures_ == order_.size(); }

private:
    std::vector<std::size_t> order_;
    duration delay_;
    time_point due_;
    std::size_t begun_ = 0;
    std::size_t failures_ = 0;
};

} // namespace corogql::transport
