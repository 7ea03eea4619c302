/// A tap is a source of numbers that the test fills, with all that the contract of sources knows.
#pragma once

#include <corogql/detail/async_event.hpp>
#include <corogql/source.hpp>

#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

namespace corogql::test {

namespace asio = boost::asio;

/// Whoever has the filler() of a tap fills the source; the tap itself closes the source when it goes.
class tap {
public:
    tap() = default;
    tap(tap&&) = default;
    tap& operator=(tap&&) = delete;
    ~tap() { close(); }

    struct state {
        std::deque<int> items;
        std::exception_ptr failure; ///< The failure comes behind the items; it is not the end.
        bool ended = false, closed = false;
        /// The calls of next(), and those of try_next() that gave something.
        int asked = 0;
        detail::async_event arrived;

        void give(std::initializer_list<int> more) {
            items.insert(items.end(), more);
            arrived.ring();
        }
        void fail() {
            failure = std::make_exception_ptr(std::runtime_error("tap"));
            arrived.ring();
        }
        void end() {
            ended = true;
            arrived.ring();
        }
    };
    const std::shared_ptr<state>& filler() const noexcept { return state_; }

    asio::awaitable<std::optional<int>> next() { return take(state_); }
    std::optional<int> try_next() {
        if (state_->closed) return std::nullopt;
        auto item = pop(*state_);
        state_->asked += item.has_value();
        return item;
    }
    bool done() const { return state_->closed || (state_->ended && state_->items.empty() && !state_->failure); }
    void close() noexcept {
        if (!state_) return;
        state_->closed = true;
        state_->arrived.ring();
    }

private:
    static std::optional<int> pop(state& from) {
        if (from.items.empty()) {
            if (from.failure) std::rethrow_exception(std::exchange(from.failure, nullptr));
            return std::nullopt;
        }
        const int item = from.items.front();
        from.items.pop_front();
        return item;
    }
    static asio::awaitable<std::optional<int>> take(std::shared_ptr<state> from) {
        ++from->asked;
        while (!from->closed) {
            if (auto item = pop(*from)) co_return item;
            if (from->ended) break;
            co_await from->arrived.wait();
        }
        co_return std::nullopt;
    }

    std::shared_ptr<state> state_ = std::make_shared<state>();
};
static_assert(closable_source<tap> && immediate_source<tap>);

/// A slow_tap gives what a tap does, but every item costs a next().
class slow_tap {
public:
    explicit slow_tap(tap from) : from_(std::move(from)) {}
    asio::awaitable<std::optional<int>> next() { return from_.next(); }
    void close() noexcept { from_.close(); }

private:
    tap from_;
};
static_assert(closable_source<slow_tap> && !immediate_source<slow_tap>);

} // namespace corogql::test
