#include "engine/page_source.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/this_coro.hpp>

namespace corogql::detail {

namespace {

asio::execution_context& context_of(const engine& from) {
    return asio::query(from.executor(), asio::execution::context);
}

} // namespace

page_source::page_source(const std::shared_ptr<detail::engine>& engine, request operation, page_options options)
    : executor_(context_of(*engine), std::make_shared<asio::any_io_executor>(engine->executor())),
      single_threaded_(engine->settings().options.single_threaded()), prefetch_(options.prefetch()), engine_(engine),
      walk_(std::move(operation), std::move(options), engine->settings().options.max_depth()) {}

void page_source::close() noexcept {
    const bool over = done(); // then nothing is under way
    if (closed_.exchange(true) || over) return;
    executor_.visit([this](const std::shared_ptr<asio::any_io_executor>& engine) {
        asio::post(*engine, [self = shared_from_this()] {
            if (const auto under_way = self->fetch_.get()) under_way->cancel();
            self->fetch_.reset();
        });
    });
}

asio::any_io_executor page_source::executor() const {
    const auto alive = executor_.get();
    return alive ? *alive : asio::any_io_executor(asio::system_executor());
}

bool page_source::done() const noexcept { return closed_ || over_; }

std::optional<json::value> page_source::cursor() const {
    const std::lock_guard lock(mutex_);
    return walk_.cursor();
}

bool page_source::begin_step() {
    const std::lock_guard lock(mutex_);
    if (closed_ || (walk_.over() && !obstructed_)) return false;
    if (!walk_.obstacle()) return true;
    walk_.end();
    over_ = true;
    obstructed_ = true;
    throw error(*walk_.obstacle());
}

void page_source::ask() {
    const auto engine = engine_.lock();
    if (!engine) throw error(error_kind::cancelled, "the client was closed");
    auto work = std::make_shared<fetch>(engine->shared_runtime());
    std::unique_ptr<request> next;
    {
        const std::lock_guard lock(mutex_);
        next = std::make_unique<request>(walk_.next_request());
        fetch_ = transport::kept<fetch>(context_of(*engine), work);
    }
    work->start(execute_owned(engine, std::move(next))); // may run the user's own code: not under the lock
}

void page_source::ask_ahead() {
    {
        const std::lock_guard lock(mutex_);
        if (closed_ || fetch_.get() || !walk_.goes_on() || engine_.expired()) return;
    }
    try {
        ask();
    } catch (const error&) {
        const std::lock_guard lock(mutex_);
        fetch_.reset(); // next() asks again, and throws this to its caller
    }
}

std::optional<page> page_source::take(std::optional<response> answer) {
    if (!answer || closed_) return std::nullopt;
    auto read = walk_.read(std::move(*answer)); // takes its time, so not under the lock
    std::optional<page> taken;
    bool ahead = false;
    {
        const std::lock_guard lock(mutex_);
        taken = walk_.accept(std::move(read));
        over_ = walk_.over();
        ahead = prefetch_ && walk_.goes_on() && !engine_.expired();
    }
    if (ahead)
        executor_.visit([this](const std::shared_ptr<asio::any_io_executor>& engine) {
            asio::post(*engine, [self = shared_from_this()] { self->ask_ahead(); });
        });
    return taken;
}

asio::awaitable<std::optional<response>> await_page(std::shared_ptr<page_source> from) {
    if (!from->begin_step()) co_return std::nullopt;
    if (from->taken_) throw error(error_kind::usage, "pages have one consumer: another next() is waiting");
    if (!from->fetch_.get()) from->ask();
    struct leave {
        page_source& from;
        ~leave() {
            from.taken_ = false;
            from.fetch_.reset(); // a page that did not come is asked for again
        }
    };
    from->taken_ = true;
    std::optional<response> answer;
    try {
        const leave guard{*from};
        const auto waiting = from->fetch_.get();
        answer = co_await waiting->wait(transport::runtime::time_point::max());
    } catch (...) {
        if (!from->closed_) throw;
    }
    co_return answer;
}

asio::awaitable<void> refuse_cancelled() {
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        throw boost::system::system_error(asio::error::operation_aborted);
}

asio::awaitable<std::optional<page>> take_page(std::shared_ptr<page_source> from) {
    auto answer = co_await await_page(from);
    co_await refuse_cancelled();
    co_return from->take(std::move(answer));
}

} // namespace corogql::detail
