/// A buffer_cursor is a place in a list of buffers, for writes that are done piece by piece.
#pragma once

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace corogql::transport {

namespace asio = boost::asio;

class buffer_cursor {
public:
    explicit buffer_cursor(std::span<const asio::const_buffer> buffers) : rest_(buffers) { settle(); }

    bool empty() const noexcept { return rest_.empty(); }

    /// Returns what is left of the buffer that comes next.
    asio::const_buffer front() const noexcept { return rest_.front() + offset_; }

    void consume(std::size_t size) {
        while (size != 0) {
            const std::size_t step = std::min(size, front().size());
            size -= step;
            offset_ += step;
            settle();
        }
    }

    /// Gathers bytes into `to`, as many as fit, and returns how many they were.
    std::size_t copy(asio::mutable_buffer to) {
        std::size_t total = 0;
        while (total < to.size() && !empty()) {
            const std::size_t step = asio::buffer_copy(to + total, front());
            total += step;
            consume(step);
        }
        return total;
    }

    std::vector<asio::const_buffer> remaining() const {
        std::vector<asio::const_buffer> all(rest_.begin(), rest_.end());
        if (!all.empty()) all.front() += offset_;
        return all;
    }

private:
    // Past what is used up, and past empty buffers.
    void settle() {
        while (!rest_.empty() && offset_ == rest_.front().size()) {
            rest_ = rest_.subspan(1);
            offset_ = 0;
        }
    }

    std::span<const asio::const_buffer> rest_;
    std::size_t offset_ = 0;
};

} // namespace corogql::transport
