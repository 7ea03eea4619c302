#include <corogql/mapi/run_status.hpp>

#include "mapi/models/enum_word.hpp"

#include <array>
#include <stdexcept>

namespace corogql::mapi {

namespace {

constexpr std::array<std::string_view, 9> status_words{"UNKNOWN",     "PENDING",   "QUEUED",  "STARTING", "RUNNING",
                                                       "TERMINATING", "COMPLETED", "STOPPED", "FAILED"};

} // namespace

run_status run_status_from_string(std::string_view text) noexcept {
    for (std::size_t i = 0; i < status_words.size(); ++i)
        if (detail::is_word(text, status_words[i])) return static_cast<run_status>(i);
    return run_status::unknown;
}

std::string_view to_string(run_status status) noexcept {
    const auto index = static_cast<std::size_t>(status);
    return index < status_words.size() ? status_words[index] : status_words[0];
}

bool after(run_status status, run_status other, bool inclusive) noexcept {
    return status > other || (inclusive && status == other);
}

bool before(run_status status, run_status other, bool inclusive) noexcept {
    return status < other || (inclusive && status == other);
}

bool is_terminal(run_status status) noexcept { return after(status, run_status::completed, true); }

void from_json(const json::value& value, run_status& out) {
    const auto* text = value.if_string();
    if (!text) throw std::invalid_argument("expected the word for a run's status");
    out = run_status_from_string(*text);
}

} // namespace corogql::mapi
