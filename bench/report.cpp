#include "report.hpp"

#include <cstdio>

namespace corogql::bench {

namespace {

using series = std::vector<cost>; ///< one contender's rounds

double typical(const series& rounds, double cost::* value) {
    std::vector<double> values;
    for (const auto& round : rounds) values.push_back(round.*value);
    return median(values);
}

double ratio(const series& rounds, const series& baseline, double cost::* value) {
    std::vector<double> values;
    for (std::size_t i = 0; i < rounds.size(); ++i) values.push_back(rounds[i].*value / (baseline[i].*value));
    return median(values);
}

std::string shown(double value) {
    char text[32];
    std::snprintf(text, sizeof text, value >= 1000 ? "%.0f" : "%.2f", value);
    return text;
}

void print_head(const std::string& title, const std::vector<figure>& figures) {
    std::printf("\n%-32s", title.c_str());
    for (const auto& [unit, value, at_least, at_most, all] : figures) std::printf("%16s %7s", unit.c_str(), "ratio");
    std::printf("\n");
}

void print_row(const std::string& name, const std::vector<figure>& figures, const series& rounds,
               const series* baseline) {
    std::printf("  %-30s", name.c_str());
    for (const auto& [unit, value, at_least, at_most, all] : figures)
        std::printf("%16s %7s", shown(typical(rounds, value)).c_str(),
                    baseline ? shown(ratio(rounds, *baseline, value)).c_str() : "");
    std::printf("\n");
}

void print_targets(const std::vector<figure>& figures, const std::vector<series>& results) {
    std::string line;
    for (const auto& [unit, value, at_least, at_most, all] : figures) {
        if (at_least == 0 && at_most == 0) continue;
        bool good = true;
        for (std::size_t i = 1; i < (all ? results.size() : 2); ++i) {
            const auto reached = ratio(results[i], results[0], value);
            good = good && (at_least != 0 ? reached >= at_least : reached <= at_most);
        }
        line += (line.empty() ? "" : "; ") + unit + (at_least != 0 ? " at least " : " at most ") +
                shown(at_least != 0 ? at_least : at_most) + (good ? ": reached" : ": MISSED");
    }
    if (!line.empty()) std::printf("  target: %s\n", line.c_str());
}

} // namespace

void contest(const std::string& title, const std::vector<figure>& figures, const std::vector<contender>& contenders,
             std::size_t rounds) {
    std::vector<series> results(contenders.size());
    for (std::size_t round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < contenders.size(); ++i) results[i].push_back(contenders[i].run());
    print_head(title, figures);
    for (std::size_t i = 0; i < contenders.size(); ++i)
        print_row(contenders[i].name, figures, results[i], i == 0 ? nullptr : &results.front());
    if (contenders.size() > 1) print_targets(figures, results);
    std::fflush(stdout);
}

} // namespace corogql::bench
