/// Any source as a sequence.
#pragma once

#include <corogql/detail/outlet.hpp>
#include <corogql/detail/sequence.hpp>
#include <corogql/source.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace corogql::detail {

/// One that keeps the contract by itself.
template <closable_source S>
class adopted final : public sequence<item_t<S>> {
public:
    using item = item_t<S>;

    explicit adopted(S from) : from_(std::move(from)) {}

    void begin(const asio::any_io_executor&) override {}
    std::optional<item> try_next() override {
        if (held_) {
            std::optional<item> taken(std::move(held_));
            held_.reset();
            return taken;
        }
        if constexpr (immediate_source<S>) return from_.try_next();
        return std::nullopt;
    }
    asio::awaitable<void> wait() override {
        auto next = co_await from_.next();
        if (next)
            held_.emplace(std::move(*next));
        else
            over_ = true;
    }
    bool done() const override {
        if constexpr (requires { from_.done(); })
            return over_ || from_.done();
        else
            return over_;
    }
    void close() noexcept override { from_.close(); }
    asio::any_io_executor executor() const override { return executor_of_source(from_); }

private:
    S from_;
    std::optional<item> held_;
    bool over_ = false;
};

/// The next item of `from`, for a body; a failure is handed on, and is not the end.
template <class S, class T>
asio::awaitable<std::optional<item_t<S>>> next_or_raise(S& from, yielder<T>& out) {
    while (true) {
        std::exception_ptr failure;
        try {
            co_return co_await from.next();
        } catch (...) {
            failure = std::current_exception();
        }
        if constexpr (requires { from.done(); })
            if (from.done()) std::rethrow_exception(failure); // that was the end
        co_await out.raise(std::move(failure));
    }
}

template <class S>
asio::awaitable<void> give_all(yielder<item_t<S>>& out, S from) {
    while (auto item = co_await next_or_raise(from, out)) co_await out.yield(std::move(*item));
}

template <source S>
std::shared_ptr<sequence<item_t<S>>> adopt(S from) {
    if constexpr (closable_source<S>) {
        return std::make_shared<adopted<S>>(std::move(from));
    } else {
        body_place consumers{executor_of_source(from), false};
        return make_outlet<item_t<S>>(std::move(consumers), &give_all<S>, std::move(from));
    }
}

} // namespace corogql::detail
