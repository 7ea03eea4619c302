/// An open enum is an enum of the server's, which may come to know values that this program does not.
#pragma once

#include <corogql/values/shapes.hpp>

#include <optional>
#include <string>
#include <utility>

namespace corogql {

/// An open enum holds a value of E, an enum described with BOOST_DESCRIBE_ENUM or one that was generated, or the name
/// of one that E lacks:
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
    open_enum(E value) noexcept : value_(value), known_(true) {}
    /// Makes the enumerator of this GraphQL name, or an unknown value.
    explicit open_enum(std::string name) {
        if (const auto found = detail::enumerator_of<E>(name))
            *this = *found;
        else
            name_ = std::move(name);
    }

    /// Returns whether E has the value.
    bool known() const noexcept { return known_; }
    /// Returns the enumerator; nothing for an unknown value.
    std::optional<E> value() const noexcept { return known_ ? std::optional(value_) : std::nullopt; }
    /// Returns the enumerator, or `otherwise` for an unknown value.
    E value_or(E otherwise) const noexcept { return known_ ? value_ : otherwise; }
    /// Returns the value's name in GraphQL.
    std::string text() const { return known_ ? detail::enumerator_name(value_).value_or("") : name_; }

    /// Compares values: unknown ones are the same when their names are.
    friend bool operator==(const open_enum& one, const open_enum& other) noexcept = default;
    /// Compares with an enumerator, which no unknown value equals.
    friend bool operator==(const open_enum& one, E other) noexcept { return one.known_ && one.value_ == other; }

private:
    E value_{};
    bool known_ = false;
    std::string name_; ///< It is the name of an unknown value.
};

} // namespace corogql
