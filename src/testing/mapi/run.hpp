/// A mapi_run is one run of the store.
#pragma once

#include "testing/mapi/item.hpp"

#include <vector>

namespace corogql::testing {

bool is_terminal(std::string_view status) noexcept;

class mapi_run : public mapi_item {
public:
    /// `input` is MAPI's RunInput. The times are API timestamps.
    mapi_run(std::string id, std::string name, const json::object& input, std::string_view now);

    /// Returns a field of the run or, failing that, of its last resumption.
    const json::value& field(std::string_view name) const override;
    bool deleted() const override;
    bool finished() const override { return is_terminal(history_.back()); }

    /// Returns every status the run had, oldest first.
    const std::vector<std::string>& history() const noexcept { return history_; }

    void status(std::string value, std::string_view reason, std::string_view now);
    /// Stops the run; does nothing to a run that has finished.
    void stop(std::string_view reason, std::string_view now);
    /// Begins another execution of a finished run.
    void restart(std::string_view now);
    void erase(std::string_view now);
    void merge_metadata(const json::object& more, std::string_view now);
    void update(const json::object& changes, std::string_view now);
    /// Adds and returns MAPI's RunEvent. What the event says is among the run's formatted events.
    json::object add_event(const std::string& type, const json::value& data, std::string_view now);
    void limit(const json::value& seconds) { fields_["maxDurationSeconds"] = seconds; }
    void type(std::string_view word) { fields_["runType"] = word; }

    /// Whether the server moves the run on by itself.
    bool paced = false;
    /// The number of lines that the server has added to the log since the run last changed its status.
    std::size_t steps = 0;

private:
    json::object& last_resumption();
    void add_resumption(const json::object& input);
    void note(std::string_view status, std::string_view reason, std::string_view now);
    void note_of_cluster(std::string_view status, const json::value& reason, std::string_view now);

    std::vector<std::string> history_;
};

} // namespace corogql::testing
