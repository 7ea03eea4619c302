#include "engine/subscriptions/event_queue.hpp"

#include "protocol/graphql/execution_result.hpp"
#include "values/text/spare_text.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

namespace corogql::engine {

namespace {

/// Memory beyond so much is given back when the queue runs empty; below that, moving what waits to the front is not
/// worth the while. Fast streams run empty thousands of times a second, so it is not the system that it is given to.
constexpr std::size_t kept_memory = 4 * 1024;

/// Results of so many bytes and more are made when they come.
constexpr std::size_t large_result = 1024;
constexpr std::size_t kept_made = 64; ///< Room for more of them is given back when the queue runs empty.

} // namespace

struct event_queue::record {
    std::size_t size;
    kind what;
    bool has_next;
    detail::result_members members;
};

void event_queue::append(const record& head, const void* body) {
    if (front_ > kept_memory && front_ > memory_.size() / 2) {
        memory_.erase(0, front_);
        front_ = 0;
        if (beside_) {
            auto& made = beside_->made;
            made.erase(made.begin(), made.begin() + static_cast<std::ptrdiff_t>(std::exchange(beside_->made_front, 0)));
        }
    }
    grow(memory_.size() + sizeof head + head.size);
    memory_.append(reinterpret_cast<const char*>(&head), sizeof head);
    memory_.append(static_cast<const char*>(body), head.size);
    ++size_;
    notice_last_ = head.what == kind::notice;
}

event_queue::beside& event_queue::at_side() {
    if (!beside_) beside_ = std::make_unique<beside>();
    return *beside_;
}

void event_queue::grow(std::size_t size) {
    if (size <= memory_.capacity() || size <= kept_memory) return;
    auto larger = detail::take_spare_text(std::max(size, 2 * memory_.capacity()));
    larger.append(memory_, front_);
    front_ = 0;
    memory_.swap(larger);
}

void event_queue::push(const protocol::result_text& result) {
    const auto size = result.whole.size();
    const bool has_next = result.has_next.value_or(false);
    bytes_ += size;
    if (size < large_result) return append({size, kind::result, has_next, result.members}, result.whole.data());
    at_side().made.push_back(protocol::make_result(result.whole, result.members, max_depth_));
    append({sizeof size, kind::made, has_next, {}}, &size);
}

void event_queue::push(const std::shared_ptr<result_steps>& steps, std::size_t bytes) {
    at_side().steps.push_back(steps);
    const step_body body{steps->count(), bytes};
    append(record{sizeof body, kind::steps, true, {}}, &body);
    bytes_ += bytes;
}

namespace {

stream_notice read_notice(std::string_view body) {
    stream_notice notice;
    std::memcpy(&notice, body.data(), sizeof notice);
    return notice;
}

} // namespace

void event_queue::push(const stream_notice& notice) {
    static_assert(std::is_trivially_copyable_v<record> && std::is_trivially_copyable_v<stream_notice>);
    if (!notice_last_) return append(record{sizeof notice, kind::notice, false, {}}, &notice);
    char* const last = memory_.data() + memory_.size() - sizeof notice;
    auto both = read_notice({last, sizeof notice});
    both += notice;
    std::memcpy(last, &both, sizeof both);
}

std::string_view event_queue::front(record& head) const {
    std::memcpy(&head, memory_.data() + front_, sizeof head);
    return {memory_.data() + front_ + sizeof head, head.size};
}

/// Returns how many bytes a record counts for.
std::size_t event_queue::bytes_of(const record& head, const char* body) noexcept {
    if (head.what == kind::notice) return 0;
    if (head.what == kind::result) return head.size;
    if (head.what == kind::made) {
        std::size_t size;
        std::memcpy(&size, body, sizeof size);
        return size;
    }
    step_body step;
    std::memcpy(&step, body, sizeof step);
    return step.bytes;
}

void event_queue::remove_front(const record& head) noexcept {
    bytes_ -= bytes_of(head, memory_.data() + front_ + sizeof head);
    if (head.what == kind::steps) beside_->steps.pop_front();
    if (head.what == kind::made) beside_->made[beside_->made_front++] = response();
    front_ += sizeof head + head.size;
    if (--size_ == 0) clear();
}

event event_queue::take(const record& head, std::string_view body) {
    switch (head.what) {
    case kind::notice: return event(read_notice(body));
    case kind::made: return event(std::move(beside_->made[beside_->made_front]));
    case kind::steps: {
        step_body step;
        std::memcpy(&step, body.data(), sizeof step);
        return event(beside_->steps.front()->after(step.count));
    }
    case kind::result: break;
    }
    return event(protocol::make_result(body, head.members, max_depth_));
}

event event_queue::pop() {
    record head;
    const auto body = front(head);
    auto taken = take(head, body);
    if (head.has_next) detail::response_content::of(taken).has_next = true;
    remove_front(head);
    return taken;
}

std::optional<stream_notice> event_queue::drop() {
    record head;
    const auto body = front(head);
    std::optional<stream_notice> notice;
    if (head.what == kind::notice) notice = read_notice(body);
    remove_front(head);
    return notice;
}

void event_queue::cut(std::size_t count) noexcept {
    if (count >= size_) return;
    if (count == 0) return clear();
    auto end = front_;
    std::size_t steps = 0, made = beside_ ? beside_->made_front : 0;
    bytes_ = 0;
    for (size_ = 0; size_ < count; ++size_) {
        record head;
        std::memcpy(&head, memory_.data() + end, sizeof head);
        notice_last_ = head.what == kind::notice;
        steps += head.what == kind::steps;
        made += head.what == kind::made;
        bytes_ += bytes_of(head, memory_.data() + end + sizeof head);
        end += sizeof head + head.size;
    }
    if (beside_) {
        beside_->steps.resize(steps);
        beside_->made.resize(made);
    }
    memory_.resize(end);
}

void event_queue::clear() noexcept {
    if (memory_.capacity() > kept_memory) detail::give_spare_text(std::exchange(memory_, {}));
    memory_.clear();
    if (beside_ && beside_->made.capacity() > kept_made) beside_.reset();
    if (beside_) {
        beside_->steps.clear();
        beside_->made.clear();
        beside_->made_front = 0;
    }
    front_ = size_ = bytes_ = 0;
    notice_last_ = false;
}

} // namespace corogql::engine
