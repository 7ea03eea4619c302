/// A fault_plan has the faults that have been ordered and not used up. It is thread-safe.
#pragma once

#include <corogql/testing/faults.hpp>

#include <mutex>

namespace corogql::testing {

/// An order says what a session has to do. It has a constructor so that it may be a temporary in coroutines (g++ 12).
struct fault_order {
    fault_order() = default;

    fault::action action = fault::action::proceed;
    cut how = cut::close;
    bool after_execution = false;
    unsigned status = 0;
    std::uint16_t code = 0;
    std::size_t bytes = 0;
    std::chrono::milliseconds delay{0};
    std::string text;
    std::vector<std::pair<std::string, std::string>> headers;
    std::vector<std::pair<std::string, bool>> messages; ///< The messages to be sent, and whether they are binary.
    std::optional<json::object> ack_payload;
};

class fault_plan {
public:
    void add(const fault& order);
    void clear();

    /// Returns the order to obey now, if any. `fields` are the operation's root fields, `count` the events sent.
    std::optional<fault_order> take(fault::occasion when, const std::vector<std::string>& fields = {},
                                    std::size_t count = 0);

private:
    std::mutex mutex_;
    std::vector<fault> orders_;
};

} // namespace corogql::testing
