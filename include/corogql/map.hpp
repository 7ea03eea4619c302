/// The adaptor map() makes items of those of a source, one for each.
#pragma once

#include <corogql/detail/step.hpp>
#include <corogql/generator.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace corogql {

namespace detail {

template <class T, class U, class F>
class mapped final : public adaptor<T, U> {
public:
    mapped(std::shared_ptr<sequence<T>> from, F function)
        : adaptor<T, U>(std::move(from)), function_(std::move(function)) {}

    std::optional<U> try_next() override {
        if (this->over()) return std::nullopt;
        auto item = this->from().try_next();
        if (!item) return std::nullopt;
        try {
            return std::optional<U>(std::invoke(function_, std::move(*item)));
        } catch (...) {
            this->end();
            throw;
        }
    }

private:
    F function_;
};

template <class T, class U, class F>
asio::awaitable<void> map_each(yielder<U>& out, generator<T> from, F function) {
    while (auto item = co_await next_or_raise(from, out)) {
        auto work = std::invoke(function, std::move(*item));
        U made = co_await std::move(work);
        co_await out.yield(std::move(made));
    }
}

} // namespace detail

/// Gives `function(item)` for each item, which the function is given as an rvalue; its result is kept by value. The
/// function may return an `asio::awaitable`: that runs apart from the consumer, as the body of generate() does, one
/// item at a time. Failures of the source pass. What `function` throws is thrown by next(), and is the end.
template <source S, class F>
auto map(S from, F function) {
    using item = item_t<S>;
    using result = std::remove_cvref_t<std::invoke_result_t<F&, item&&>>;
    generator<item> items(std::move(from));
    if constexpr (detail::is_awaitable<result>) {
        using made = typename result::value_type;
        detail::body_place consumers{items.get_executor(), false};
        return generator<made>(detail::make_outlet<made>(std::move(consumers), &detail::map_each<item, made, F>,
                                                         std::move(items), std::move(function)));
    } else {
        return generator<result>(
            std::make_shared<detail::mapped<item, result, F>>(std::move(items).release(), std::move(function)));
    }
}

/// Maps in a pipeline: `source | map(function)`.
template <class F>
auto map(F function) {
    return detail::step([function = std::move(function)](auto from) mutable {
        return corogql::map(std::move(from), std::move(function));
    });
}

} // namespace corogql
