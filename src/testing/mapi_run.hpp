/// One run of the store: what the API shows of it, its history and its log.
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::testing {

namespace json = boost::json;

bool is_terminal(std::string_view status) noexcept;

class mapi_run {
public:
    /// `input` is createRun's data. The times are API timestamps.
    mapi_run(std::string id, std::string name, const json::object& input, std::string_view now);

    const json::object& fields() const noexcept { return fields_; }
    std::string_view text(std::string_view field) const;
    /// A field of the run or, failing that, of its last resumption; null without it.
    const json::value& field(std::string_view name) const;
    bool deleted() const;
    bool finished() const { return is_terminal(history_.back()); }

    /// Every status it had, oldest first.
    const std::vector<std::string>& history() const noexcept { return history_; }
    const std::string& log() const noexcept { return log_; }

    void status(std::string value, std::string_view reason, std::string_view now);
    /// Begins another execution of a finished run.
    void restart(std::string_view now);
    void erase(std::string_view now);
    void merge_metadata(const json::object& more, std::string_view now);
    void update(const json::object& changes, std::string_view now);
    void append_log(std::string_view bytes);

    /// Whether the server moves it on by itself, and how often it has since it last changed its status.
    bool paced = false;
    std::size_t steps = 0;

    /// `changed` is called after every change of status or log, until forget().
    std::uint64_t listen(std::function<void()> changed);
    void forget(std::uint64_t listener) noexcept { listeners_.erase(listener); }

private:
    json::object& last_resumption();
    void add_resumption(const json::object& input);
    void note(std::string_view status, std::string_view reason, std::string_view now);
    void changed() const;

    json::object fields_;
    std::vector<std::string> history_;
    std::string log_;
    std::map<std::uint64_t, std::function<void()>> listeners_;
    std::uint64_t last_listener_ = 0;
};

} // namespace corogql::testing
