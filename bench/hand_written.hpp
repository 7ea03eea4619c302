/// A loop written by hand for this one server makes this of a request and its answer: reused buffers, JSON into an
/// arena, and no check of anything.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::bench {

class hand_written {
public:
    explicit hand_written(std::uint16_t port);

    /// Returns the next request's bytes.
    const std::string& request();
    /// Takes a piece of the answer; returns the answer's step, once all of it has come.
    std::optional<std::uint64_t> put(std::string_view piece);

private:
    const std::string head_;
    std::string out_, in_;
    std::array<unsigned char, 16 * 1024> memory_;
};

} // namespace corogql::bench
