#include "engine/http/call_queue.hpp"

#include "engine/http/side_call.hpp"
#include "values/at_exit.hpp"

#include <boost/system/system_error.hpp>

#include <algorithm>

namespace corogql::engine {

namespace {

constexpr std::size_t most_workers = 4;

} // namespace

void call_queue::add(transport::written_request request, bool repeatable, answered then) {
    if (cancelled_) return;
    waiting_.push_back({std::move(request), repeatable, std::move(then)});
    if (working_ == most_workers) return;
    ++working_;
    const auto worker = std::make_shared<transport::cancellable_task<bool>>(*runtime_);
    const auto gone = std::find_if(workers_.begin(), workers_.end(), [](const auto& old) { return old.expired(); });
    if (gone != workers_.end())
        *gone = worker;
    else
        workers_.push_back(worker);
    worker->start(work(shared_from_this()));
}

asio::awaitable<bool> call_queue::work(std::shared_ptr<call_queue> self) {
    const detail::at_exit guard([&self] { --self->working_; });
    while (!self->cancelled_ && !self->waiting_.empty()) {
        auto next = std::move(self->waiting_.front());
        self->waiting_.pop_front();
        co_await self->make(std::move(next));
    }
    co_return true;
}

asio::awaitable<void> call_queue::make(call next) {
    std::optional<detail::http_response> answer;
    std::optional<error> failure;
    try {
        const auto& options = settings_->options;
        const auto until =
            std::min(runtime_->deadline(options.timeout()), runtime_->deadline(options.attempt_timeout()));
        answer = co_await side_call(*pool_, *settings_, std::move(next.request), next.repeatable, until);
    } catch (const error& known) {
        failure = known;
    } catch (const boost::system::system_error&) {
        failure.emplace(error_kind::cancelled, "the client was closed");
    }
    if (!cancelled_) next.then(answer ? &*answer : nullptr, failure ? &*failure : nullptr);
}

void call_queue::cancel() {
    cancelled_ = true;
    waiting_.clear();
    for (const auto& weak : workers_)
        if (const auto worker = weak.lock()) worker->cancel();
}

} // namespace corogql::engine
