#include "engine/page_source.hpp"

#include <boost/asio/post.hpp>

namespace corogql::detail {

page_source::page_source(const std::shared_ptr<detail::engine>& engine, request operation, page_options options)
    : executor_(engine->executor()), single_threaded_(engine->settings().options.single_threaded()),
      prefetch_(options.prefetch()), engine_(engine),
      walk_(std::move(operation), std::move(options), engine->settings().options.max_depth()) {}

void page_source::close() noexcept {
    if (done() || closed_.exchange(true)) return;
    asio::post(executor_, [self = shared_from_this()] {
        if (!self->fetch_) return;
        self->fetch_->interrupt();
        self->fetch_->cancel();
        self->fetch_ = nullptr;
    });
}

bool page_source::done() const {
    const std::lock_guard lock(mutex_);
    return closed_ || walk_.over();
}

std::optional<json::value> page_source::cursor() const {
    const std::lock_guard lock(mutex_);
    return walk_.cursor();
}

bool page_source::begin_step() {
    const std::lock_guard lock(mutex_);
    if (closed_ || walk_.over()) return false;
    if (!walk_.obstacle()) return true;
    walk_.end();
    throw error(*walk_.obstacle());
}

void page_source::ask(const std::shared_ptr<detail::engine>& engine) {
    fetch_ = std::make_shared<fetch>(engine->shared_runtime());
    fetch_->start(execute_owned(engine, std::make_unique<request>(walk_.next_request())));
}

page page_source::move_on(response answer) {
    const std::lock_guard lock(mutex_);
    return walk_.receive(std::move(answer));
}

asio::awaitable<std::optional<page>> take_page(std::shared_ptr<page_source> from) {
    if (!from || !from->begin_step()) co_return std::nullopt;
    if (from->taken_) throw error(error_kind::usage, "pages have one consumer: another next() is waiting");
    if (!from->fetch_) {
        const auto engine = from->engine_.lock();
        if (!engine) throw error(error_kind::cancelled, "the client was closed");
        from->ask(engine);
    }
    struct leave {
        page_source& from;
        ~leave() {
            from.taken_ = false;
            from.fetch_ = nullptr; // a page that did not come is asked for again
        }
    };
    from->taken_ = true;
    std::optional<response> answer;
    try {
        const leave guard{*from};
        const auto waiting = from->fetch_;
        answer = co_await waiting->wait(transport::runtime::time_point::max());
    } catch (const boost::system::system_error&) {
        if (!from->closed_) throw;
    }
    if (from->closed_) co_return std::nullopt;
    std::optional<page> taken = from->move_on(std::move(*answer));
    const auto engine = from->engine_.lock();
    if (from->prefetch_ && engine && from->walk_.goes_on()) from->ask(engine);
    co_return taken;
}

} // namespace corogql::detail
