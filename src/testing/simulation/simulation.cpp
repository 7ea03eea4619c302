#include <corogql/testing/simulation.hpp>

#include "testing/simulation/simulated_world.hpp"
#include "transport/asio/runtime_source.hpp"
#include "transport/waiter.hpp"

#include <stdexcept>

namespace corogql::testing {

simulation::simulation(std::uint64_t seed) : world_(std::make_unique<simulated_world>(seed)) {}
simulation::~simulation() = default;

asio::any_io_executor simulation::executor() const { return world_->executor(); }
std::chrono::nanoseconds simulation::now() const noexcept { return world_->elapsed(); }
network_conditions& simulation::network() noexcept { return world_->network; }

void simulation::finish(const bool& done, std::chrono::nanoseconds limit) {
    const auto until = later(world_->now(), limit);
    world_->settle();
    while (!done)
        if (!world_->step(until) && !done)
            throw std::logic_error("simulation: the work is not done, and nothing more happens within the limit (at " +
                                   std::to_string(std::chrono::duration<double>(now()).count()) + " s)");
}

void simulation::run_for(std::chrono::nanoseconds time) {
    const auto until = later(world_->now(), time);
    while (world_->step(until)) {
    }
    world_->advance_to(until);
}

bool simulation::run_until(const std::function<bool()>& predicate, std::chrono::nanoseconds limit) {
    const auto until = later(world_->now(), limit);
    world_->settle();
    while (!predicate())
        if (!world_->step(until)) return predicate();
    return true;
}

void simulation::after(std::chrono::nanoseconds time, std::function<void()> action) {
    world_->at(later(world_->now(), time), world_->executor(), std::move(action));
}

asio::awaitable<void> simulation::sleep(std::chrono::nanoseconds time) {
    const auto runtime = transport::make_runtime(executor());
    transport::waiter pause(*runtime);
    co_await pause.wait_until(runtime->after(time));
}

std::uint64_t simulation::random() noexcept { return world_->random(); }
std::size_t simulation::below(std::size_t limit) noexcept { return world_->below(limit); }
bool simulation::chance(double probability) noexcept { return world_->chance(probability); }

const std::string& simulation::trace() const noexcept { return world_->trace; }
void simulation::note(std::string_view line) { world_->note(line); }
void simulation::tracing(bool yes) noexcept { world_->tracing = yes; }

} // namespace corogql::testing
