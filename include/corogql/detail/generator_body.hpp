/// A generator's body fills a sequence, one item for each that is asked for.
#pragma once

#include <corogql/detail/async_event.hpp>
#include <corogql/detail/detached_task.hpp>
#include <corogql/detail/kept_executor.hpp>
#include <corogql/detail/sequence.hpp>
#include <corogql/yielder.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

namespace corogql::detail {

/// A bound body keeps the body with its arguments until it is called.
template <class T>
class bound_body {
public:
    virtual ~bound_body() = default;
    virtual asio::awaitable<void> operator()(yielder<T>& out) = 0;
};

template <class T, class Body, class... Arguments>
class bound_call final : public bound_body<T> {
public:
    explicit bound_call(Body body, Arguments... arguments)
        : body_(std::move(body)), arguments_(std::move(arguments)...) {}
    asio::awaitable<void> operator()(yielder<T>& out) override {
        return std::apply([&](Arguments&... each) { return std::invoke(body_, out, std::move(each)...); }, arguments_);
    }

private:
    Body body_; ///< A closure is kept until its coroutine has ended.
    std::tuple<Arguments...> arguments_;
};

/// A place says where bodies run: on an executor of their own, or on the consumer's, but handlers are called on
/// `executor`.
struct body_place {
    body_place(const asio::any_io_executor& on, bool is_own) : executor(on), own(is_own) {}
    kept_executor executor;
    bool own;
};

template <class T>
class generator_body final : public sequence<T>, public std::enable_shared_from_this<generator_body<T>> {
public:
    generator_body(body_place place, std::unique_ptr<bound_body<T>> body)
        : place_(std::move(place)), body_(std::move(body)) {}

    void begin(const asio::any_io_executor& consumer) override {
        if (!place_.own) place_.executor = consumer;
        startable_ = true;
    }

    std::optional<T> try_next() override {
        std::unique_lock lock(mutex_);
        if (offered_) {
            std::optional<T> item(std::move(offered_));
            offered_.reset();
            return item;
        }
        if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
        if (ended_ || asked_ || !startable_) return std::nullopt;
        asked_ = true;
        const bool start = !std::exchange(started_, true);
        lock.unlock();
        if (!start) {
            wanted_.ring();
            return std::nullopt;
        }
        const detached_task running(place_.executor.get(), run(this->shared_from_this()));
        lock.lock();
        running_ = running;
        if (!ended_) return std::nullopt;
        lock.unlock();
        running.stop(); // closed meanwhile
        return std::nullopt;
    }

    void park(wake_handler handler, const asio::any_io_executor& on) override { arrived_.park(std::move(handler), on); }

    bool done() const override {
        const std::lock_guard lock(mutex_);
        return ended_ && !offered_ && !failure_;
    }

    void close() noexcept override {
        std::unique_ptr<bound_body<T>> unused;
        std::optional<T> dropped;
        std::unique_lock lock(mutex_);
        if (closed_) return;
        ended_ = closed_ = true;
        if (!started_) unused = std::move(body_);
        if (offered_) dropped.emplace(std::move(*offered_));
        offered_.reset();
        failure_ = nullptr;
        const auto running = running_;
        lock.unlock();
        running.stop(); // also a yield()
        arrived_.ring();
    }

    asio::any_io_executor executor() const override { return place_.executor.get(); }

private:
    friend class yielder<T>;

    static asio::awaitable<void> offer(std::shared_ptr<generator_body> to, std::optional<T> item,
                                       std::exception_ptr failure) {
        {
            const std::lock_guard lock(to->mutex_);
            to->refuse_ended();
            if (to->offered_ || to->failure_)
                throw error(error_kind::usage, "a generator's body gives one item at a time");
            if (item) to->offered_.emplace(std::move(*item));
            to->failure_ = std::move(failure);
            to->asked_ = false;
        }
        to->arrived_.ring();
        while (true) {
            co_await to->wanted_.wait();
            const std::lock_guard lock(to->mutex_);
            to->refuse_ended();
            if (to->asked_) co_return;
        }
    }

    void refuse_ended() const {
        if (ended_) throw boost::system::system_error(asio::error::operation_aborted);
    }

    void end(std::exception_ptr failure) noexcept {
        body_.reset(); // what it holds goes before anybody sees the end
        {
            const std::lock_guard lock(mutex_);
            if (!closed_) failure_ = std::move(failure);
            ended_ = true;
        }
        wanted_.ring();
        arrived_.ring();
    }

    static asio::awaitable<void> run(std::shared_ptr<generator_body> to) {
        struct leave { // also when the context goes
            generator_body& to;
            std::exception_ptr failure;
            ~leave() { to.end(std::move(failure)); }
        };
        if (to->done()) co_return; // closed before it began
        leave guard{*to, nullptr};
        try {
            yielder<T> out(*to);
            co_await (*to->body_)(out);
        } catch (...) {
            guard.failure = std::current_exception();
        }
    }

    body_place place_;
    bool startable_ = false; ///< It belongs to the consumer.
    std::unique_ptr<bound_body<T>> body_;
    const async_event arrived_, wanted_;
    mutable std::mutex mutex_;
    std::optional<T> offered_;
    std::exception_ptr failure_;
    detached_task running_;
    bool asked_ = false; ///< An item was asked for since the last one.
    bool started_ = false, ended_ = false, closed_ = false;
};

template <class T, class Body, class... Arguments>
std::shared_ptr<sequence<T>> make_outlet(body_place place, Body body, Arguments... arguments) {
    auto call = std::make_unique<bound_call<T, Body, Arguments...>>(std::move(body), std::move(arguments)...);
    return std::make_shared<generator_body<T>>(std::move(place), std::move(call));
}

} // namespace corogql::detail
