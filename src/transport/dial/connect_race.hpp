/// A connect_race decides which address to try when (RFC 8305, sections 4 and 5). It has no socket and no timer: events
/// go in, decisions come out.
#pragma once

#include "transport/runtime.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace corogql::transport {

/// Returns the indexes of `families` in the order in which to try them: the families take turns, beginning with that of
/// the first address; each keeps its own order, which is the system's preference.
std::vector<std::size_t> interleave_families(std::span<const int> families);

class connect_race {
public:
    using time_point = runtime::time_point;
    using duration = runtime::duration;

    /// Gives each address a head start of `delay` before the next one; less, where there would not be time for all of
    /// them until `until`.
    connect_race(std::vector<std::size_t> order, duration delay, time_point now, time_point until);

    /// Returns an address to begin with now, if one is due. Several may be due, so ask again until there is none.
    std::optional<std::size_t> take(time_point now);
    /// Tells that an address that was begun has failed: the next one need not wait.
    void failed(time_point now);

    /// Returns when to call take() again unless something happens before; max() when all addresses have been begun.
    time_point due() const noexcept { return begun_ < order_.size() ? due_ : time_point::max(); }
    std::size_t begun() const noexcept { return begun_; }
    /// Whether all addresses have failed.
    bool lost() const noexcept { return failures_ == order_.size(); }

private:
    std::vector<std::size_t> order_;
    duration delay_;
    time_point due_;
    std::size_t begun_ = 0;
    std::size_t failures_ = 0;
};

} // namespace corogql::transport
