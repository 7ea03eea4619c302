/// An open enum is an enum of the server's, which may come to know values that this program does not.
#pragma once

#include <corogql/values/shapes.hpp>

#include <optional>
#include <string>
#include <utility>

namespace corogql {

/// An open enum holds a value of E, an enum described with BOOST_DESCRIBE_ENUM or one that was generated, or the name of
/// one that E lacks:
///
///     corogql::open_enum<status> now;   // decoded from "ARCHIVED"
///     now.known();                      // false
///     now.text();                       // "ARCHIVED"
///
/// It is sent back as it came. By default it is an unknown one without a name.
template <class E>
class open_enum {
public:
    /// The enum of the values that are known.
    using enum_type = E;

    /// Makes an unknown value without a name.
    open_enum() noexcept = default;
    /// Makes a known value.
    open_enum(E value) noexcept : value_(value) {}
    /// Makes the enumerator of this GraphQL name, or an unknown value.
    explicit open_enum(std::string name) : value_(detail::enumerator_of<E>(name)) {
        if (!value_) name_ = std::move(name);
    }

    /// Returns whether E has the value.
    bool known() const noexcept { return value_.has_value(); }
    /// Returns the enumerator; nothing for an unknown value.
    std::optional<E> value() const noexcept { return value_; }
    /// Returns the enumerator, or `otherwise` for an unknown value.
    E value_or(E otherwise) const noexcept { return value_.value_or(otherwise); }
    /// Returns the value's name in GraphQL.
    std::string text() const { return value_ ? detail::enumerator_name(*value_).value_or("") : name_; }

    /// Compares values: unknown ones are the same when their names are.
    friend bool operator==(const open_enum& one, const open_enum& other) noexcept = default;
    /// Compares with an enumerator, which no unknown value equals.
    friend bool operator==(const open_enum& one, E other) noexcept { return one.value_ == other; }

private:
    std::optional<E> value_;
    std::string name_; ///< It is the name of an unknown value.
};

} // namespace corogql
