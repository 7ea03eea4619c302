/// What makes a blocking subscription, and blocking pages, an input range.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <cstddef>
#include <iterator>
#include <optional>

namespace corogql::detail {

/// Asks `Source` for the next T until there is none.
template <class Source, class T>
class blocking_iterator {
public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;

    blocking_iterator() noexcept = default;
    explicit blocking_iterator(Source& from) : from_(&from) { ++*this; }
    const T& operator*() const noexcept { return *current_; }
    T& operator*() noexcept { return *current_; }
    blocking_iterator& operator++() {
        current_ = from_->next();
        return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const noexcept { return !current_; }

private:
    Source* from_ = nullptr;
    std::optional<T> current_;
};

} // namespace corogql::detail
