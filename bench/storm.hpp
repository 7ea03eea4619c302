/// A server restarts under many clients: the storm says when they knock again.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace corogql::bench {

struct storm {
    std::string name;
    std::vector<std::size_t> attempts;            ///< The attempts in each second since the links were lost.
    std::size_t peak(std::size_t from = 0) const; ///< Returns the most attempts in a second from the given one on.
};

/// Simulates a restart: `clients` lose their links at once; the server is back after `outage` seconds and accepts
/// everybody. The waits are those of the policy that every corogql client has, and, beside it, the fixed 1, 2, 4, … 256
/// s of the Python engine. Only policies and virtual time are needed.
std::vector<storm> simulate_storm(std::size_t clients, double outage);

/// Writes the storms as a plot (SVG, by gnuplot).
void plot_storm(const std::vector<storm>& storms, const std::string& file);

} // namespace corogql::bench
