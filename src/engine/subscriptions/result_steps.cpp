#include "engine/subscriptions/result_steps.hpp"

#include "values/response_content.hpp"

namespace corogql::engine {

class result_steps::made_later final : public detail::later_result {
public:
    made_later(std::shared_ptr<result_steps> from, std::size_t count) noexcept
        : from_(std::move(from)), count_(count) {}

private:
    void make(detail::response_content& into) override {
        from_->make(count_, into);
        from_.reset();
    }

    std::shared_ptr<result_steps> from_;
    const std::size_t count_;
};

void result_steps::add(std::shared_ptr<const std::string> step) {
    const std::lock_guard lock(steps_mutex_);
    steps_.push_back(std::move(step));
}

std::size_t result_steps::count() const {
    const std::lock_guard lock(steps_mutex_);
    return steps_.size();
}

response result_steps::after(std::size_t count) {
    auto later = detail::response_content::fresh();
    later->max_depth = max_depth_;
    later->has_next = true;
    later->later = std::make_unique<made_later>(shared_from_this(), count);
    return response(std::move(later));
}

void result_steps::make(std::size_t count, detail::response_content& into) {
    const std::lock_guard lock(merged_mutex_);
    if (!merged_ || merged_count_ > count) {
        merged_.emplace(max_message_size_, max_depth_);
        merged_count_ = 0;
    }
    for (; merged_count_ < count; ++merged_count_) {
        std::shared_ptr<const std::string> step;
        {
            const std::lock_guard steps_lock(steps_mutex_);
            step = steps_[merged_count_];
        }
        merged_->add(std::move(step));
    }
    into.text = merged_->text(into.members);
    into.errors = merged_->errors();
}

} // namespace corogql::engine
