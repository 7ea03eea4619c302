#include <corogql/testing/feed.hpp>

#include <algorithm>
#include <mutex>
#include <vector>

namespace corogql::testing {

class feed::state {
public:
    std::mutex mutex;
    std::vector<json::value> events;
    bool over = false;
    std::vector<reader*> readers; ///< They leave before they die.
};

class feed::reader : public event_source {
public:
    reader(std::shared_ptr<state> of, std::uint64_t behind) : state_(std::move(of)), at_(behind) {}
    ~reader() override {
        const std::lock_guard lock(state_->mutex);
        std::erase(state_->readers, this);
    }
    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;

    std::optional<json::value> next() override {
        const std::lock_guard lock(state_->mutex);
        if (!known_) state_->readers.push_back(this); // not earlier: only now is there somebody to tell
        known_ = true;
        if (at_ >= state_->events.size()) return std::nullopt;
        return state_->events[static_cast<std::size_t>(at_++)];
    }
    bool ended() const override {
        const std::lock_guard lock(state_->mutex);
        return state_->over && at_ >= state_->events.size();
    }
    std::uint64_t position() const override { return at_; }
    void go_on_behind(std::uint64_t position) override { at_ = position; }
    void tell() const { ready(); }

private:
    const std::shared_ptr<state> state_;
    std::uint64_t at_;
    bool known_ = false;
};

feed::feed() : state_(std::make_shared<state>()) {}

void feed::push(json::value event) {
    const std::lock_guard lock(state_->mutex);
    if (state_->over) return;
    state_->events.push_back(std::move(event));
    for (const auto* one : state_->readers) one->tell(); // a post, so nothing of the reader's runs under the lock
}

void feed::end() {
    const std::lock_guard lock(state_->mutex);
    state_->over = true;
    for (const auto* one : state_->readers) one->tell();
}

std::size_t feed::size() const {
    const std::lock_guard lock(state_->mutex);
    return state_->events.size();
}

std::unique_ptr<event_source> feed::source(std::uint64_t behind) const {
    return std::make_unique<reader>(state_, behind);
}

} // namespace corogql::testing
