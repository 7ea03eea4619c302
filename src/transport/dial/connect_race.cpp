#include "transport/dial/connect_race.hpp"

#include <algorithm>

namespace corogql::transport {

namespace {

/// The delay is never less (RFC 8305, section 5), or congestion would make itself worse.
constexpr std::chrono::milliseconds least_delay(10);

} // namespace

std::vector<std::size_t> interleave_families(std::span<const int> families) {
    std::vector<std::size_t> first, others, order;
    for (std::size_t i = 0; i < families.size(); ++i) (families[i] == families[0] ? first : others).push_back(i);
    for (std::size_t i = 0; i < std::max(first.size(), others.size()); ++i) {
        if (i < first.size()) order.push_back(first[i]);
        if (i < others.size()) order.push_back(others[i]);
    }
    return order;
}

connect_race::connect_race(std::vector<std::size_t> order, duration delay, time_point now, time_point until)
    : order_(std::move(order)), delay_(delay), due_(now) {
    if (until > now) delay_ = std::min(delay_, (until - now) / static_cast<duration::rep>(order_.size()));
    delay_ = std::max<duration>(delay_, least_delay);
}

std::optional<std::size_t> connect_race::take(time_point now) {
    if (begun_ == order_.size() || now < due_) return std::nullopt;
    due_ = now + delay_;
    return order_[begun_++];
}

void connect_race::failed(time_point now) {
    ++failures_;
    due_ = std::min(due_, now);
}

} // namespace corogql::transport
