/// This iterator makes a blocking subscription, and blocking pages, an input range.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <cstddef>
#include <iterator>
#include <optional>

namespace corogql::detail {

/// An iterator asks `Source` for the next T when somebody looks whether there is one: what is passed over at once, as
/// std::views::take does behind its last item, is never waited for.
template <class Source, class T>
class blocking_iterator {
public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;

    blocking_iterator() noexcept = default;
    explicit blocking_iterator(Source& from) noexcept : from_(&from) {}
    T& operator*() const {
        look();
        return *current_;
    }
    blocking_iterator& operator++() {
        look();
        looked_ = false;
        return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const {
        look();
        return !current_;
    }

private:
    void look() const {
        if (looked_) return;
        current_ = from_->next();
        looked_ = true;
    }

    Source* from_ = nullptr;
    // An iterator stands for a place, and its item is there; when it is fetched is nobody's business.
    mutable std::optional<T> current_;
    mutable bool looked_ = false;
};

} // namespace corogql::detail
