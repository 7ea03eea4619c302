/// The adaptor filter() gives those items of a source that a predicate wants.
#pragma once

#include <corogql/detail/step.hpp>
#include <corogql/generator.hpp>

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace corogql {

namespace detail {

template <class T, class F>
class filtered final : public adaptor<T, T> {
public:
    filtered(std::shared_ptr<sequence<T>> from, F wanted)
        : adaptor<T, T>(std::move(from)), wanted_(std::move(wanted)) {}

    std::optional<T> try_next() override {
        while (!this->over()) {
            auto item = this->from().try_next();
            if (!item || wants(*item)) return item;
        }
        return std::nullopt;
    }

private:
    bool wants(const T& item) {
        try {
            return std::invoke(wanted_, item);
        } catch (...) {
            this->end();
            throw;
        }
    }

    F wanted_;
};

template <class T, class F>
asio::awaitable<void> filter_each(yielder<T>& out, generator<T> from, F wanted) {
    while (auto item = co_await next_or_raise(from, out)) {
        auto work = std::invoke(wanted, std::as_const(*item));
        const bool wants = co_await std::move(work);
        if (wants) co_await out.yield(std::move(*item));
    }
}

} // namespace detail

/// Gives the items for which `wanted(const item&)` is true. The predicate may return an `asio::awaitable<bool>`: that
/// runs apart from the consumer, as the body of generate() does, one item at a time. Failures of the source pass. What
/// `wanted` throws is thrown by next(), and is the end.
template <source S, class F>
generator<item_t<S>> filter(S from, F wanted) {
    using item = item_t<S>;
    using answer = std::remove_cvref_t<std::invoke_result_t<F&, const item&>>;
    generator<item> items(std::move(from));
    if constexpr (detail::is_awaitable<answer>) {
        detail::body_place consumers{items.get_executor(), false};
        return generator<item>(detail::make_outlet<item>(std::move(consumers), &detail::filter_each<item, F>,
                                                         std::move(items), std::move(wanted)));
    } else {
        static_assert(std::convertible_to<answer, bool>);
        return generator<item>(
            std::make_shared<detail::filtered<item, F>>(std::move(items).release(), std::move(wanted)));
    }
}

/// Filters in a pipeline: `source | filter(wanted)`.
template <class F>
auto filter(F wanted) {
    return detail::step([wanted = std::move(wanted)](auto from) mutable {
        return corogql::filter(std::move(from), std::move(wanted));
    });
}

} // namespace corogql
