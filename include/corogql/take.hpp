/// The adaptor take() gives the first items of a source.
#pragma once

#include <corogql/detail/step.hpp>
#include <corogql/generator.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace corogql {

namespace detail {

template <class T>
class taken final : public adaptor<T, T> {
public:
    taken(std::shared_ptr<sequence<T>> from, std::size_t most) : adaptor<T, T>(std::move(from)), left_(most) {
        if (left_ == 0) this->end();
    }

    std::optional<T> try_next() override {
        if (this->over()) return std::nullopt;
        auto item = this->from().try_next();
        if (item && --left_ == 0) this->end();
        return item;
    }

private:
    std::size_t left_;
};

} // namespace detail

/// Gives the first `most` items. With the last of them the source is closed at once; nothing more is asked of it.
/// Failures pass, and do not count.
template <source S>
generator<item_t<S>> take(S from, std::size_t most) {
    generator<item_t<S>> items(std::move(from));
    return generator<item_t<S>>(std::make_shared<detail::taken<item_t<S>>>(std::move(items).release(), most));
}

/// Takes in a pipeline: `source | take(most)`.
inline auto take(std::size_t most) {
    return detail::step([most](auto from) { return corogql::take(std::move(from), most); });
}

} // namespace corogql
