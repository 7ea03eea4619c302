#include "testing/server/live_source.hpp"

#include <boost/asio/post.hpp>

namespace corogql::testing {

live_source::live_source(std::unique_ptr<event_source> source, std::shared_ptr<transport::runtime> clock,
                         std::function<void()> ready)
    : clock_(std::move(clock)), ready_(std::make_shared<std::function<void()>>(std::move(ready))),
      source_(std::move(source)), due_(clock_->now()) {
    source_->on_ready([executor = clock_->executor(), weak = std::weak_ptr(ready_)] {
        boost::asio::post(executor, [weak] {
            if (const auto tell = weak.lock()) (*tell)();
        });
    });
}

live_source::~live_source() { clock_->cancel(timer_); }

std::optional<json::value> live_source::next() {
    if (clock_->now() < due_) {
        if (timer_ == 0)
            timer_ = clock_->at(due_, [this] {
                timer_ = 0;
                const auto tell = ready_; // which may end this object
                (*tell)();
            });
        return std::nullopt;
    }
    auto event = source_->next();
    const auto pause = std::chrono::duration_cast<transport::runtime::duration>(source_->take_pause());
    if (event && pause.count() > 0) due_ += pause;
    return event;
}

} // namespace corogql::testing
