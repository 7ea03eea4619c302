/// One run of the store.
#pragma once

#include "testing/mapi/item.hpp"

#include <vector>

namespace corogql::testing {

bool is_terminal(std::string_view status) noexcept;

class mapi_run : public mapi_item {
public:
    /// `input` is MAPI's RunInput. The times are API timestamps.
    mapi_run(std::string id, std::string name, const json::object& input, std::string_view now);

    /// Of the run or, failing that, of its last resumption.
    const json::value& field(std::string_view name) const override;
    bool deleted() const override;
    bool finished() const override { return is_terminal(history_.back()); }

    /// Every status it had, oldest first.
    const std::vector<std::string>& history() const noexcept { return history_; }

    void status(std::string value, std::string_view reason, std::string_view now);
    /// Nothing for a run that has finished.
    void stop(std::string_view reason, std::string_view now);
    /// Begins another execution of a finished run.
    void restart(std::string_view now);
    void erase(std::string_view now);
    void merge_metadata(const json::object& more, std::string_view now);
    void update(const json::object& changes, std::string_view now);
    /// MAPI's RunEvent. What it says is among the run's formatted events.
    json::object add_event(const std::string& type, const json::value& data, std::string_view now);
    void limit(const json::value& seconds) { fields_["maxDurationSeconds"] = seconds; }
    void type(std::string_view word) { fields_["runType"] = word; }

    /// Whether the server moves it on by itself, and how often it has since it last changed its status.
    bool paced = false;
    std::size_t steps = 0;

private:
    json::object& last_resumption();
    void add_resumption(const json::object& input);
    void note(std::string_view status, std::string_view reason, std::string_view now);
    void note_of_cluster(std::string_view status, const json::value& reason, std::string_view now);

    std::vector<std::string> history_;
};

} // namespace corogql::testing
