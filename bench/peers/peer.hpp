/// What every peer in C++ does: it counts what it has decoded, and in the end says what that has cost its process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::bench {

/// The command line of a peer: `push PORT SUBSCRIPTIONS` or `http PORT REQUESTS IN_FLIGHT`, then words of its own.
struct peer_task {
    peer_task(int count, char** arguments);

    bool push = false;
    std::uint16_t port = 0;
    std::size_t subscriptions = 1, requests = 0, in_flight = 1;
    std::string style; ///< The words of its own, with a space between two.
};

/// A tally counts from its construction.
class tally {
public:
    tally();

    /// Takes what one message says: its number, and its text, which is never empty.
    void add(std::uint64_t offset, std::string_view text) {
        sum_ += offset;
        messages_ += !text.empty();
    }
    /// Counts a message that nobody has looked into.
    void add() { ++messages_; }

    /// Prints messages, seconds, CPU seconds, sum and allocations, and waits until the runner has read its memory.
    void report(std::size_t allocations = 0) const;

private:
    std::size_t messages_ = 0;
    std::uint64_t sum_ = 0;
    double wall_, cpu_;
};

} // namespace corogql::bench
