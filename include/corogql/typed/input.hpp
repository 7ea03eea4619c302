/// Inputs of operations have three states: absent, null and a value.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace corogql {

/// This type has one value: null.
struct null_t {
    /// Makes null; it takes a number so that `{}` is none.
    explicit constexpr null_t(int) noexcept {}
};
/// This is GraphQL's null, for inputs that may be null: `update.reason(corogql::null)`.
inline constexpr null_t null{0};

/// An input holds what a variable or a field of an input object is to be: absent, which is not sent and is the default;
/// null, which is sent as such; or a value. It is made of null, or of whatever a T can be made of.
template <class T>
class input {
public:
    /// Makes an absent input.
    input() noexcept {}
    /// Makes a null.
    input(null_t) noexcept : state_(state::of_null) {}
    /// Makes a value.
    template <class U>
        requires(!std::same_as<std::remove_cvref_t<U>, input>) &&
                    (!std::same_as<std::remove_cvref_t<U>, null_t>) && std::constructible_from<T, U&&>
    input(U&& value) : value_(std::forward<U>(value)), state_(state::of_value) {}
    /// Copies what the other is.
    input(const input& other)
        requires std::is_copy_constructible_v<T>
    {
        take(other);
    }
    /// Takes the other's value; the other keeps what T leaves there.
    input(input&& other) noexcept(std::is_nothrow_move_constructible_v<T>) { take(std::move(other)); }
    /// Becomes what the other is.
    input& operator=(input other) noexcept(std::is_nothrow_move_constructible_v<T>) {
        drop();
        take(std::move(other));
        return *this;
    }
    /// Drops the value.
    ~input() { drop(); }

    /// Returns whether nothing is sent.
    bool absent() const noexcept { return state_ == state::absent; }
    /// Returns whether null is sent.
    bool is_null() const noexcept { return state_ == state::of_null; }
    /// Returns the value; a null pointer where there is none.
    const T* get() const noexcept { return state_ == state::of_value ? std::addressof(value_) : nullptr; }

private:
    enum class state : unsigned char { absent, of_null, of_value };

    template <class Other>
    void take(Other&& other) {
        if (other.get()) std::construct_at(std::addressof(value_), std::forward<Other>(other).value_);
        state_ = other.state_;
    }
    void drop() noexcept {
        if (std::exchange(state_, state::absent) == state::of_value) std::destroy_at(std::addressof(value_));
    }

    // An optional for each of a schema's many inputs would be half of the time that its header takes to compile.
    union {
        T value_;
    };
    state state_ = state::absent;
};

/// A box holds a T elsewhere, so that a type can hold itself; copies hold copies. It is made of a T, and empty where it
/// was made of nothing or moved from.
template <class T>
class boxed {
public:
    /// Makes an empty box.
    boxed() noexcept = default;
    /// Makes a box of a value. It is a template so that copying a box does not ask whether a T can be made of one: a T
    /// that holds a box would ask that again.
    template <std::same_as<T> U>
    boxed(U value) : value_(std::make_unique<T>(std::move(value))) {}
    /// Copies what the other holds.
    boxed(const boxed& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
    /// Takes what the other holds.
    boxed(boxed&&) noexcept = default;
    /// Takes the other's value, or a copy of it.
    boxed& operator=(boxed other) noexcept {
        value_ = std::move(other.value_);
        return *this;
    }
    /// Drops the value.
    ~boxed() = default;

    /// Returns the value, which must be there.
    const T& operator*() const noexcept { return *value_; }
    /// Returns the value; a null pointer where there is none.
    const T* get() const noexcept { return value_.get(); }

private:
    std::unique_ptr<T> value_;
};

} // namespace corogql
