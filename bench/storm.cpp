#include "storm.hpp"

#include "protocol/retry/backoff.hpp"

#include <corogql/backoff_options.hpp>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <random>
#include <stdexcept>

namespace corogql::bench {

namespace {

constexpr std::size_t horizon = 180;

storm knock(std::string name, std::size_t clients, double outage, const std::function<double(unsigned)>& wait) {
    storm result{std::move(name), std::vector<std::size_t>(horizon)};
    for (std::size_t client = 0; client < clients; ++client) {
        double at = 0;
        for (unsigned attempt = 1;; ++attempt) {
            at += wait(attempt);
            if (at >= static_cast<double>(horizon)) break;
            ++result.attempts[static_cast<std::size_t>(at)];
            if (at >= outage) break; // it is let in
        }
    }
    return result;
}

} // namespace

std::size_t storm::peak(std::size_t from) const {
    return *std::max_element(attempts.begin() + static_cast<std::ptrdiff_t>(from), attempts.end());
}

std::vector<storm> simulate_storm(std::size_t clients, double outage) {
    std::mt19937_64 random(1);
    const backoff_options policy;
    const auto jittered = [&](unsigned attempt) {
        return std::chrono::duration<double>(protocol::backoff(policy, attempt, random())).count();
    };
    const auto fixed = [](unsigned attempt) { return static_cast<double>(1u << std::min(attempt - 1, 8u)); };
    return {knock("fixed 1, 2, 4, ... s", clients, outage, fixed),
            knock("corogql, full jitter", clients, outage, jittered)};
}

void plot_storm(const std::vector<storm>& storms, const std::string& file) {
    auto* gnuplot = ::popen("gnuplot", "w");
    if (!gnuplot) throw std::runtime_error("gnuplot cannot be started");
    std::fprintf(gnuplot,
                 "set terminal svg size 760,380 font 'sans,13' background rgb 'white'\nset output '%s'\n"
                 "set logscale y\nset yrange [1:200000]\nset xrange [0:90]\nset key top right\nset grid y\n"
                 "set xlabel 'seconds since the links were lost'\nset ylabel 'attempts to connect, in each second'\n",
                 file.c_str());
    std::fputs("plot ", gnuplot);
    for (const auto& each : storms)
        std::fprintf(gnuplot, "%s'-' with impulses lw 4 title '%s (peak %zu)'", &each == &storms.front() ? "" : ", ",
                     each.name.c_str(), each.peak());
    std::fputs("\n", gnuplot);
    double shift = 0;
    for (const auto& each : storms) {
        for (std::size_t second = 0; second < each.attempts.size(); ++second)
            if (each.attempts[second] != 0)
                std::fprintf(gnuplot, "%f %zu\n", static_cast<double>(second) + shift, each.attempts[second]);
        std::fputs("e\n", gnuplot);
        shift += 0.5;
    }
    if (::pclose(gnuplot) != 0) throw std::runtime_error("gnuplot failed");
}

} // namespace corogql::bench
