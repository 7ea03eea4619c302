#include "engine/page_source.hpp"

#include "values/errors/thrown.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/system_executor.hpp>

#include <utility>

namespace corogql::engine {

/// The state of a request under way is used on the engine's executor only. The request's completion handler alone keeps
/// it: it goes with the context.
struct page_source::under_way {
    asio::cancellation_signal cancel;
    bool done = false;
};

/// Tells of a request's end, also when the context takes the request along.
class page_source::reply {
public:
    reply(std::shared_ptr<page_source> to, std::shared_ptr<under_way> work)
        : to_(std::move(to)), work_(std::move(work)) {}
    reply(reply&&) noexcept = default;
    ~reply() {
        if (to_) to_->arrived(std::make_exception_ptr(detail::context_gone()), std::nullopt);
    }

    void operator()(std::exception_ptr failure, response answer) {
        work_->done = true;
        std::optional<response> good;
        if (!failure) good.emplace(std::move(answer));
        std::exchange(to_, nullptr)->arrived(std::move(failure), std::move(good));
    }

private:
    std::shared_ptr<page_source> to_;
    std::shared_ptr<under_way> work_;
};

page_source::page_source(const std::shared_ptr<engine::client_engine>& engine, request operation, page_options options)
    : executor_(asio::query(engine->executor(), asio::execution::context),
                std::make_shared<asio::any_io_executor>(engine->executor())),
      prefetch_(options.prefetch()), engine_(engine),
      walk_(std::move(operation), std::move(options), engine->settings().options.max_depth()) {}

asio::any_io_executor page_source::executor() const {
    const auto alive = executor_.get();
    return alive ? *alive : asio::any_io_executor(asio::system_executor());
}

std::optional<json::value> page_source::cursor() const {
    const std::lock_guard lock(mutex_);
    return walk_.cursor();
}

std::optional<page> page_source::try_next() {
    std::optional<response> answer;
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return std::nullopt;
        if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
        if (!response_ && !walk_.over() && walk_.obstacle()) {
            walk_.end();
            over_ = true;
            throw error(*walk_.obstacle());
        }
        answer.swap(response_);
    }
    if (!answer) return std::nullopt;
    return take(std::move(*answer));
}

page page_source::take(response answer) {
    auto read = walk_.read(std::move(answer)); // takes its time, so not under the lock
    std::unique_lock lock(mutex_);
    auto taken = walk_.accept(std::move(read));
    over_ = walk_.over();
    const bool ahead = prefetch_ && walk_.goes_on() && !closed_ && !engine_.expired();
    if (ahead) asked_ = true;
    lock.unlock();
    if (ahead) begin_request();
    return taken;
}

void page_source::park(detail::wake_handler handler, const asio::any_io_executor& on) {
    auto ticket = transport::parking_lot::park_cancellable(std::move(handler), on);
    std::unique_lock lock(mutex_);
    const bool waits = !closed_ && nothing_there();
    if (waits) waiting_.emplace(ticket);
    const bool ask_now = waits && !std::exchange(asked_, true);
    lock.unlock();
    if (!waits) ticket.wake();
    if (ask_now) begin_request();
}

void page_source::begin_request() {
    bool begun = false;
    executor_.visit([&](const std::shared_ptr<asio::any_io_executor>& engine) {
        begun = true;
        asio::post(*engine, [self = shared_from_this()] { self->ask(); });
    });
    if (!begun) arrived(std::make_exception_ptr(detail::context_gone()), std::nullopt);
}

void page_source::ask() {
    try {
        const auto engine = engine_.lock();
        if (!engine) throw error(error_kind::cancelled, "the client was closed");
        if (closed_) return;
        const auto work = std::make_shared<under_way>();
        request_ = work;
        std::unique_lock lock(mutex_);
        auto next = std::make_unique<request>(walk_.next_request());
        lock.unlock(); // what follows may run the user's own code
        asio::co_spawn(engine->executor(), execute_owned(engine, std::move(next)),
                       asio::bind_cancellation_slot(work->cancel.slot(), reply(shared_from_this(), work)));
    } catch (...) {
        arrived(std::current_exception(), std::nullopt);
    }
}

void page_source::arrived(std::exception_ptr failure, std::optional<response> answer) {
    std::unique_lock lock(mutex_);
    asked_ = false;
    if (!closed_) {
        failure_ = std::move(failure);
        response_ = std::move(answer);
    }
    const auto waiting = std::exchange(waiting_, std::nullopt);
    lock.unlock();
    if (waiting) waiting->wake();
}

void page_source::close() noexcept {
    const bool over = over_; // then nothing is under way
    if (closed_.exchange(true)) return;
    std::unique_lock lock(mutex_);
    const auto unread = std::exchange(response_, std::nullopt); // goes when the lock has gone
    failure_ = nullptr;
    const auto waiting = std::exchange(waiting_, std::nullopt);
    lock.unlock();
    if (waiting) waiting->wake();
    if (over) return;
    executor_.visit([this](const std::shared_ptr<asio::any_io_executor>& engine) {
        asio::post(*engine, [self = shared_from_this()] {
            const auto work = self->request_.lock();
            if (work && !work->done) work->cancel.emit(asio::cancellation_type::terminal);
        });
    });
}

} // namespace corogql::engine
