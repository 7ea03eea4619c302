/// An event_queue is a FIFO of events in one piece of memory: results wait as the bytes the server sent and become
/// events when they are taken, on the consumer's thread. An object and its allocations for each would cost several
/// times as much; a large one, of which a copy costs more, is made at once.
#pragma once

#include "engine/subscriptions/result_steps.hpp"
#include "protocol/graphql/result_text.hpp"

#include <corogql/event.hpp>

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace corogql::engine {

class event_queue {
public:
    explicit event_queue(unsigned max_depth) noexcept : max_depth_(max_depth) {}

    void push(const protocol::result_text& result);
    /// Puts in a result that grows, as it is after the steps that are there now, the last of which has so many `bytes`.
    void push(const std::shared_ptr<result_steps>& steps, std::size_t bytes);
    /// Puts in a notice. Right behind another notice, both are made one: a link that comes and goes must not fill the
    /// queue.
    void push(const stream_notice& notice);
    /// Takes out the first event. There must be one.
    event pop();
    /// Takes away what pop() would give; returns the notice, when it was one.
    std::optional<stream_notice> drop();
    /// Keeps the first `count` events and notices, and takes away what came after them.
    void cut(std::size_t count) noexcept;
    void clear() noexcept;

    bool empty() const noexcept { return size_ == 0; }
    std::size_t size() const noexcept { return size_; }
    /// Returns the size of the texts that wait, in bytes.
    std::size_t bytes() const noexcept { return bytes_; }

private:
    struct record;
    struct beside;
    void append(const record& head, const void* body);
    beside& at_side();
    void grow(std::size_t size);
    std::string_view front(record& head) const;
    event take(const record& head, std::string_view body);
    void remove_front(const record& head) noexcept;
    static std::size_t bytes_of(const record& head, const char* body) noexcept;

    enum class kind : std::uint8_t { result, made, notice, steps };
    struct step_body {
        std::size_t count, bytes;
    };

    /// What does not lie in the memory; few queues have any.
    struct beside {
        /// The results that grow, one for each record that is a step, in the order of the records.
        std::list<std::shared_ptr<result_steps>> steps;
        /// The large results, one for each record that is `made`, in the order of the records; those before
        /// `made_front` were taken.
        std::vector<response> made;
        std::size_t made_front = 0;
    };

    const unsigned max_depth_;
    bool notice_last_ = false; ///< The record that came last is a notice.
    std::unique_ptr<beside> beside_;
    std::string memory_; ///< The records, each before its body; those before `front_` were taken.
    std::size_t front_ = 0;
    std::size_t size_ = 0;
    std::size_t bytes_ = 0;
};

} // namespace corogql::engine
