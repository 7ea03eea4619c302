/// An enum of the server's, which may come to know values that this program does not.
#pragma once

#include <corogql/values/shapes.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace corogql {

/// A value of E, an enum described with BOOST_DESCRIBE_ENUM, or the name of one that E lacks:
///
///     corogql::open_enum<status> now;   // decoded from "ARCHIVED"
///     now.known();                      // false
///     now.text();                       // "ARCHIVED"
///
/// Sent back as it came. By default: an unknown one without a name.
template <class E>
class open_enum {
public:
    using enum_type = E;

    open_enum() noexcept = default;
    open_enum(E value) noexcept : value_(value) {}
    /// The enumerator of this GraphQL name, or an unknown one.
    explicit open_enum(std::string name) : value_(detail::enumerator_of<E>(name)) {
        if (!value_) name_ = std::move(name);
    }

    bool known() const noexcept { return value_.has_value(); }
    /// The enumerator; nothing for an unknown one.
    std::optional<E> value() const noexcept { return value_; }
    E value_or(E otherwise) const noexcept { return value_.value_or(otherwise); }
    /// The name in GraphQL.
    std::string text() const { return value_ ? detail::enumerator_name(*value_).value_or("") : name_; }

    friend bool operator==(const open_enum& one, const open_enum& other) noexcept = default;
    friend bool operator==(const open_enum& one, E other) noexcept { return one.value_ == other; }

private:
    std::optional<E> value_;
    std::string name_; ///< of an unknown one
};

} // namespace corogql
