#include "engine/http/call_context.hpp"

#include "engine/http/batcher.hpp"
#include "engine/http/interceptor_chain.hpp"

#include <algorithm>

namespace corogql::engine {

call_context::call_context(std::shared_ptr<transport::runtime> runtime,
                           std::shared_ptr<const engine::settings> settings)
    : runtime_(std::move(runtime)), settings_(std::move(settings)), counts_(std::make_shared<counters>()),
      pool_(std::make_shared<http_pool>(runtime_, settings_, counts_)),
      credentials_(std::make_shared<credentials_source>(*runtime_, settings_->options.credentials())),
      retries_(settings_->options.retry()), batches_(std::make_shared<batcher>(*this)) {}

call_context::~call_context() = default;

asio::awaitable<void> call_context::sleep_until(time_point when) {
    transport::waiter pause(*runtime_);
    const scoped_entry guard(sleeping_, pause);
    co_await pause.wait_until(when);
}

asio::awaitable<void> call_context::ask(interceptor_chain& around, time_point until) {
    const scoped_entry guard(asked_, around);
    co_await around.before(until);
}

call_context::time_point call_context::last_planned() const noexcept {
    auto last = time_point::min();
    for (const auto* when : planned_) last = std::max(last, *when);
    return last;
}

void call_context::end_pauses() {
    for (auto* pause : sleeping_) pause->notify();
}

void call_context::end_all() {
    ++generation_;
    batches_->close(closed_error());
    pool_->interrupt();
    credentials_->interrupt();
    for (auto* pause : sleeping_) pause->interrupt();
    for (auto* around : asked_) around->interrupt();
}

call_context::use::use(call_context& of) : context_(of) {
    if (!of.draining_.empty()) throw of.closed_error();
    ++of.in_use_;
}

call_context::use::~use() {
    if (--context_.in_use_ != 0) return;
    for (auto* wait : context_.draining_) wait->notify();
}

asio::awaitable<void> call_context::drain(std::chrono::nanoseconds limit) {
    if (in_use_ == 0) co_return;
    transport::waiter done(*runtime_);
    const scoped_entry guard(draining_, done);
    co_await done.wait_until(runtime_->after(limit));
}

} // namespace corogql::engine
