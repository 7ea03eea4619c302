/// The steps of a result that grows are kept as they came, for events that each stand for the result so far. What they
/// make together is merged when somebody looks at it, and each step once for who looks in order: a text for every step
/// would cost their number squared.
#pragma once

#include "protocol/graphql/incremental_result.hpp"

#include <corogql/response.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace corogql::engine {

/// The engine, which adds steps, shares them with the events on any thread.
class result_steps : public std::enable_shared_from_this<result_steps> {
public:
    result_steps(std::size_t max_message_size, unsigned max_depth) noexcept
        : max_message_size_(max_message_size), max_depth_(max_depth) {}

    /// Adds a step that an incremental_result has taken behind the others.
    void add(std::shared_ptr<const std::string> step);
    std::size_t count() const;
    /// Returns the result after the first `count` steps; its text is made when it is asked for.
    response after(std::size_t count);

private:
    class made_later;
    void make(std::size_t count, detail::response_content& into);

    const std::size_t max_message_size_;
    const unsigned max_depth_;

    mutable std::mutex steps_mutex_;
    std::vector<std::shared_ptr<const std::string>> steps_;

    std::mutex merged_mutex_;
    std::optional<protocol::incremental_result> merged_;
    std::size_t merged_count_ = 0;
};

} // namespace corogql::engine
