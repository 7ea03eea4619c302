/// The blocking face holds what a client has on the loop's thread by this.
#pragma once

#include <corogql/event_loop.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace corogql::detail {

/// A handle goes before its loop may. In a child of fork() it is left as it lies, for the loop's thread may have held
/// the locks that its end takes.
template <class Handle>
class on_loop {
public:
    on_loop(Handle handle, std::shared_ptr<event_loop> loop) : loop_(std::move(loop)), handle_(std::move(handle)) {}
    on_loop(on_loop&&) noexcept = default;
    on_loop& operator=(on_loop&& other) noexcept {
        if (this == &other) return *this;
        leave_if_forked();
        handle_ = std::move(other.handle_);
        loop_ = std::move(other.loop_);
        return *this;
    }
    ~on_loop() { leave_if_forked(); }

    const event_loop& loop() const noexcept { return *loop_; }
    Handle& operator*() noexcept { return handle_; }
    Handle* operator->() noexcept { return &handle_; }
    const Handle* operator->() const noexcept { return &handle_; }

private:
    void leave_if_forked() noexcept {
        if (!loop_ || !loop_->forked()) return;
        static auto& left = *new std::vector<Handle>;
        left.push_back(std::move(handle_));
    }

    std::shared_ptr<event_loop> loop_;
    Handle handle_;
};

} // namespace corogql::detail
