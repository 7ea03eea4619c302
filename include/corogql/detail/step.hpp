/// A step is an adaptor that waits for its source: `source | step`.
#pragma once

#include <corogql/source.hpp>

#include <utility>

namespace corogql::detail {

/// A step is not an aggregate, so that g++ 12 lets it be a temporary beside a co_await.
template <class Adapt>
class step {
public:
    explicit step(Adapt adapt) : adapt_(std::move(adapt)) {}

    template <source S>
    friend auto operator|(S from, step by) {
        return std::move(by.adapt_)(std::move(from));
    }

private:
    Adapt adapt_;
};

} // namespace corogql::detail
