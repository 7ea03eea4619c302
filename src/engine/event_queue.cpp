#include "engine/event_queue.hpp"

#include "protocol/execution_result.hpp"

#include <cstring>
#include <type_traits>

namespace corogql::detail {

namespace {

/// Memory beyond this is given back when the queue runs empty; below it, moving what waits to the front is not worth
/// the while.
constexpr std::size_t kept_memory = 4 * 1024;

} // namespace

struct event_queue::record {
    std::size_t size;
    bool is_notice, has_next;
    result_members members;
};

void event_queue::append(const record& head, const void* body) {
    if (front_ > kept_memory && front_ > memory_.size() / 2) {
        memory_.erase(0, front_);
        front_ = 0;
    }
    memory_.append(reinterpret_cast<const char*>(&head), sizeof head);
    memory_.append(static_cast<const char*>(body), head.size);
    ++size_;
}

void event_queue::push(const protocol::result_text& result) {
    const record head{result.whole.size(), false, result.has_next.value_or(false), result.members};
    append(head, result.whole.data());
    bytes_ += head.size;
}

void event_queue::push(const stream_notice& notice) {
    static_assert(std::is_trivially_copyable_v<record> && std::is_trivially_copyable_v<stream_notice>);
    const record head{sizeof notice, true, false, {}};
    append(head, &notice);
}

namespace {

stream_notice read_notice(std::string_view body) {
    stream_notice notice;
    std::memcpy(&notice, body.data(), sizeof notice);
    return notice;
}

} // namespace

std::string_view event_queue::front(record& head) const {
    std::memcpy(&head, memory_.data() + front_, sizeof head);
    return {memory_.data() + front_ + sizeof head, head.size};
}

void event_queue::remove_front(const record& head) noexcept {
    if (!head.is_notice) bytes_ -= head.size;
    front_ += sizeof head + head.size;
    if (--size_ == 0) clear();
}

event event_queue::pop() {
    record head;
    const auto body = front(head);
    event taken =
        head.is_notice ? event(read_notice(body)) : event(protocol::make_result(body, head.members, max_depth_));
    if (head.has_next) result::of(taken).has_next = true;
    remove_front(head);
    return taken;
}

std::optional<stream_notice> event_queue::drop() {
    record head;
    const auto body = front(head);
    std::optional<stream_notice> notice;
    if (head.is_notice) notice = read_notice(body);
    remove_front(head);
    return notice;
}

void event_queue::cut(std::size_t count) noexcept {
    if (count >= size_) return;
    if (count == 0) return clear();
    auto end = front_;
    bytes_ = 0;
    for (size_ = 0; size_ < count; ++size_) {
        record head;
        std::memcpy(&head, memory_.data() + end, sizeof head);
        end += sizeof head + head.size;
        if (!head.is_notice) bytes_ += head.size;
    }
    memory_.resize(end);
}

void event_queue::clear() noexcept {
    if (memory_.capacity() > kept_memory)
        std::string().swap(memory_);
    else
        memory_.clear();
    front_ = size_ = bytes_ = 0;
}

} // namespace corogql::detail
