/// A live_source is the source of a subscription's events on the server's loop: whoever says that there is more, on
/// whatever thread, is heard there, and pauses between events are kept.
#pragma once

#include "transport/runtime.hpp"

#include <corogql/testing/event_source.hpp>

#include <memory>

namespace corogql::testing {

class live_source {
public:
    /// `ready` is called on the loop whenever next() may have more; never inside next(), and never after the end of
    /// this object.
    live_source(std::unique_ptr<event_source> source, std::shared_ptr<transport::runtime> clock,
                std::function<void()> ready);
    ~live_source();
    live_source(const live_source&) = delete;
    live_source& operator=(const live_source&) = delete;

    std::optional<json::value> next();
    bool ended() const { return source_->ended(); }
    std::uint64_t position() const { return source_->position(); }
    void go_on_behind(std::uint64_t position) { source_->go_on_behind(position); }

private:
    const std::shared_ptr<transport::runtime> clock_;
    /// What is posted knows by this whether there still is somebody to tell.
    const std::shared_ptr<std::function<void()>> ready_;
    const std::unique_ptr<event_source> source_;
    transport::runtime::time_point due_;
    transport::runtime::timer_id timer_ = 0;
};

} // namespace corogql::testing
