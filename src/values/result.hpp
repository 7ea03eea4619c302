/// A result is a value, or why there is none: std::expected<T, corogql::error> with the little of it that is needed
/// (C++23).
#pragma once

#include <corogql/error.hpp>

#include <utility>
#include <variant>

namespace corogql::detail {

template <class T>
class [[nodiscard]] result {
public:
    result(T value) noexcept : held_(std::in_place_index<0>, std::move(value)) {}
    result(corogql::error why) noexcept : held_(std::in_place_index<1>, std::move(why)) {}

    explicit operator bool() const noexcept { return held_.index() == 0; }

    /// Returns the value, which must be there.
    T& operator*() noexcept { return *std::get_if<0>(&held_); }
    const T& operator*() const noexcept { return *std::get_if<0>(&held_); }
    T* operator->() noexcept { return std::get_if<0>(&held_); }
    const T* operator->() const noexcept { return std::get_if<0>(&held_); }

    /// Returns why there is no value. This may be called only where there is none.
    corogql::error& error() noexcept { return *std::get_if<1>(&held_); }
    const corogql::error& error() const noexcept { return *std::get_if<1>(&held_); }

private:
    std::variant<T, corogql::error> held_;
};

} // namespace corogql::detail
