#include "testing/simulation/simulated_world.hpp"

#include "testing/simulation/simulated_runtime.hpp"

#include <boost/asio/post.hpp>

#include <cstdio>

namespace corogql::testing {

namespace {

/// A simulation does not begin at the clock's zero, which the engine may have for "never".
constexpr simulated_world::time_point beginning{std::chrono::hours(1)};

} // namespace

simulated_world::simulated_world(std::uint64_t seed) : random_state_(seed), now_(beginning) {
    asio::make_service<simulated_runtime_source>(loop_, *this);
}

simulated_world::~simulated_world() {
    // Before the loop, whose services their executors need. What it then destroys may ask for more.
    over_ = true;
    const auto dropped = std::exchange(events_, {});
}

std::chrono::nanoseconds simulated_world::elapsed() const noexcept { return now_ - beginning; }

simulated_world::timer_id simulated_world::at(time_point when, asio::any_io_executor on,
                                              std::function<void()> function) {
    const auto id = ++last_id_;
    if (over_) return id;
    const auto due = std::max(when, now_);
    due_.emplace(id, due);
    events_.emplace(place(due, id), event{std::move(on), std::move(function)});
    return id;
}

void simulated_world::cancel(timer_id id) noexcept {
    const auto found = due_.find(id);
    if (found == due_.end()) return;
    events_.erase(place(found->second, id));
    due_.erase(found);
}

/// Returns a random number by SplitMix64: every seed is as good as any other.
std::uint64_t simulated_world::random() noexcept {
    auto z = random_state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

bool simulated_world::chance(double probability) noexcept {
    return static_cast<double>(random() >> 11) * 0x1.0p-53 < probability;
}

std::chrono::nanoseconds simulated_world::between(std::chrono::nanoseconds least,
                                                  std::chrono::nanoseconds most) noexcept {
    if (most <= least) return least;
    return least + std::chrono::nanoseconds(random() % static_cast<std::uint64_t>((most - least).count() + 1));
}

void simulated_world::settle() {
    loop_.restart();
    loop_.poll();
}

bool simulated_world::step(time_point until) {
    settle();
    if (events_.empty() || events_.begin()->first.first > until) return false;
    auto node = events_.extract(events_.begin());
    now_ = node.key().first;
    due_.erase(node.key().second);
    asio::post(node.mapped().on, std::move(node.mapped().function));
    settle();
    return true;
}

void simulated_world::note(std::string_view line) {
    if (!tracing) return;
    char time[32];
    const auto ns = elapsed().count();
    std::snprintf(time, sizeof time, "%lld.%09lld ", static_cast<long long>(ns / 1'000'000'000),
                  static_cast<long long>(ns % 1'000'000'000));
    trace.append(time).append(line) += '\n';
}

} // namespace corogql::testing
