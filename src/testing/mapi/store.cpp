#include "testing/mapi/store.hpp"

#include "testing/graphql/json_member.hpp"
#include <corogql/testing/field_error.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace corogql::testing {

namespace {

/// Returns the time of so many seconds after the beginning of 2024-01-01.
std::string timestamp(std::int64_t seconds) {
    using namespace std::chrono;
    const sys_seconds time = sys_days(year(2024) / January / 1) + std::chrono::seconds(seconds);
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.000Z", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

} // namespace

std::string make_id(unsigned kind, std::size_t number) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%08u-0000-4000-8000-%012zu", kind, number);
    return text.data();
}

std::string mapi_store::now() { return timestamp(ticks_++); }

std::shared_ptr<mapi_run> mapi_store::create_run(const json::object& input) {
    const auto name = string_at(input, "runName");
    if (name.empty()) throw field_error(400, "Bad run request: runName is a required field");
    return create_run(name, input);
}

std::string mapi_store::free_run_name(const std::string& begin) const {
    for (std::size_t number = runs_.size() + 1;; ++number)
        if (auto name = begin + '-' + std::to_string(number); !find_run(name)) return name;
}

std::shared_ptr<mapi_run> mapi_store::create_run(const std::string& name, const json::object& input) {
    if (find_run(name)) throw field_error(409, "Run " + name + " already exists");
    auto run = std::make_shared<mapi_run>(make_id(1, runs_.size() + 1), name, input, now());
    runs_.push_back(run);
    return run;
}

void mapi_store::add_samples(std::size_t count) {
    static constexpr std::array endings{"COMPLETED", "STOPPED", "FAILED"};
    for (std::size_t i = 1; i <= count; ++i) {
        const auto name = "sample-" + std::to_string(i);
        const auto run = create_run({{"runName", name}, {"image", "mosaicml/pytorch:latest"}});
        run->status("RUNNING", {}, now());
        run->append_log(name + ": loading data\n" + name + ": 1 epoch, ∇loss → 0.25\n" + name + ": done\n");
        run->status(endings[(i - 1) % endings.size()], i % 3 == 0 ? "Exit code 1" : "", now());
    }
}

run_page mapi_store::page(const item_query& query, std::int64_t limit, std::string_view cursor) const {
    if (limit < 1) throw field_error(400, "limit must be at least 1");
    // The cursor is the id of the last run that was given out. Ids grow with age, so pages stay right when
    // runs come, go or change their status meanwhile.
    const auto known = [&](const auto& run) { return run->text("id") == cursor; };
    if (!cursor.empty() && std::none_of(runs_.begin(), runs_.end(), known)) throw field_error(400, "Unknown cursor");
    run_page result;
    for (auto& run : runs(query)) {
        if (!cursor.empty() && run->text("id") >= cursor) continue;
        if (result.runs.size() == static_cast<std::size_t>(limit)) {
            result.has_next_page = true;
            break;
        }
        result.cursor = run->text("id");
        result.runs.push_back(std::move(run));
    }
    return result;
}

void mapi_store::advance() {
    constexpr std::size_t lines = 8;
    static constexpr std::array order{"PENDING", "QUEUED", "STARTING", "RUNNING", "COMPLETED"};
    for (const auto& run : runs_) {
        if (!run->paced || run->finished()) continue;
        const auto& status = run->history().back();
        if (status == "RUNNING" && run->steps < lines) {
            ++run->steps;
            run->append_log("step " + std::to_string(run->steps) + " of " + std::to_string(lines) + " ✓\n");
            continue;
        }
        const auto* at = std::find(order.begin(), order.end(), status);
        run->status(at == order.end() ? "RUNNING" : *(at + 1), {}, now());
    }
}

std::shared_ptr<mapi_deployment> mapi_store::create_deployment(const json::object& input) {
    const auto name = string_at(input, "deploymentName");
    if (name.empty()) throw field_error(400, "Bad deployment request: deploymentName is a required field");
    if (find_deployment(name)) throw field_error(409, "Deployment " + name + " already exists");
    deployments_.push_back(std::make_shared<mapi_deployment>(make_id(6, deployments_.size() + 1), name, input, now()));
    return deployments_.back();
}

} // namespace corogql::testing
