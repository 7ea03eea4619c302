/// Types that are decoded and encoded are of these kinds, each with its own rule.
#pragma once

#include <corogql/names.hpp>
#include <corogql/values/json_path.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/fwd.hpp>
#include <boost/json/string.hpp>
#include <boost/mp11/algorithm.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace corogql::detail {

template <class T>
concept described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;
template <class T>
concept described_enum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <class T>
using members_of =
    boost::describe::describe_members<T, boost::describe::mod_any_access | boost::describe::mod_inherited>;

// What a type brings with it: functions of ours, or those that Boost.JSON asks for.
template <class T>
concept has_from_json = requires(const json::value& value, T& out) { from_json(value, out); };
template <class T>
concept has_to_json = requires(const T& value) {
    { to_json(value) } -> std::convertible_to<json::value>;
};
template <class T>
concept has_boost_from_json = (std::is_class_v<T> || std::is_enum_v<T>) && requires(const json::value& value) {
    { tag_invoke(std::declval<json::value_to_tag<T>>(), value) } -> std::convertible_to<T>;
};
template <class T>
concept has_boost_to_json = (std::is_class_v<T> || std::is_enum_v<T>) && requires(json::value& into, const T& value) {
    tag_invoke(std::declval<json::value_from_tag>(), into, value);
};

template <class T>
concept json_type = std::same_as<T, json::value> || std::same_as<T, json::object> || std::same_as<T, json::array>;

/// Owned text is std::string and its like, with any allocator.
template <class T>
concept owned_text = requires(T& text, const char* begin, std::size_t size) {
    requires std::same_as<typename T::value_type, char>;
    text.assign(begin, size);
    { text.data() } -> std::convertible_to<const char*>;
};

template <class T>
concept map_like = requires {
    typename T::key_type;
    typename T::mapped_type;
};
/// A map whose keys are text is an object.
template <class T>
concept text_keyed = map_like<T> && (owned_text<typename T::key_type> || described_enum<typename T::key_type>);

template <class T>
concept insertable = requires(T& to, typename T::value_type item) { to.push_back(std::move(item)); } ||
                     requires(T& to, typename T::value_type item) { to.insert(std::move(item)); } ||
                     requires(T& to, typename T::value_type item) { to.insert_after(to.before_begin(), item); };
/// Any container but those above is a list. That of a map whose keys are no text holds pairs.
template <class T>
concept growing_list = !json_type<T> && !owned_text<T> && !text_keyed<T> && insertable<T> && requires(T& list) {
    list.clear();
    std::begin(list);
};

/// An item is of this type while it is made: the key of a map's is constant only in the map.
template <class T>
struct made_item {
    using type = T;
};
template <class Key, class T>
struct made_item<std::pair<const Key, T>> {
    using type = std::pair<Key, T>;
};

template <class T>
inline constexpr bool is_pointer_like = false;
template <class T>
inline constexpr bool is_pointer_like<std::optional<T>> = true;
template <class T>
inline constexpr bool is_pointer_like<std::unique_ptr<T>> = true;
template <class T>
inline constexpr bool is_pointer_like<std::shared_ptr<T>> = true;

template <class T>
inline constexpr bool is_nothing = std::is_null_pointer_v<T>;
template <>
inline constexpr bool is_nothing<std::monostate> = true;
template <>
inline constexpr bool is_nothing<std::nullopt_t> = true;

template <class T>
inline constexpr bool has_nothing = false;
template <class... T>
inline constexpr bool has_nothing<std::variant<T...>> = (is_nothing<T> || ...);

/// A struct's member of such a type may be null or absent.
template <class T>
concept nullable = is_pointer_like<T> || is_nothing<T> || has_nothing<T>;

/// Such a type has three states: absent, null, and a value.
template <class T>
inline constexpr bool tells_absence = false;
template <class T>
inline constexpr bool tells_absence<std::optional<std::optional<T>>> = true;

/// A std::pair, std::tuple or std::array is a list of a size.
template <class T>
inline constexpr bool is_tuple = false;
template <class First, class Second>
inline constexpr bool is_tuple<std::pair<First, Second>> = true;
template <class... T>
inline constexpr bool is_tuple<std::tuple<T...>> = true;
template <class T, std::size_t Size>
inline constexpr bool is_tuple<std::array<T, Size>> = true;

/// An enum that was generated brings its names with it.
template <class E>
concept named_enum = std::is_enum_v<E> && !described_enum<E> && requires(E value, E& out, std::string_view name) {
    { to_text(value) } -> std::same_as<std::string_view>;
    { from_text(name, out) } -> std::same_as<bool>;
};

/// Returns the enumerator of this name in GraphQL.
template <named_enum E>
std::optional<E> enumerator_of(std::string_view name) {
    E found{};
    return from_text(name, found) ? std::optional(found) : std::nullopt;
}
template <described_enum E>
std::optional<E> enumerator_of(std::string_view name) {
    std::optional<E> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto each) {
        if (!found && graphql_name_of<E>(each.name) == name) found = each.value;
    });
    return found;
}

/// Returns the name of an enumerator; nothing for a number that is none of them.
template <named_enum E>
std::optional<std::string> enumerator_name(E value) {
    const auto name = to_text(value);
    return name.empty() ? std::nullopt : std::optional<std::string>(name);
}
template <described_enum E>
std::optional<std::string> enumerator_name(E value) {
    std::optional<std::string> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto each) {
        if (!found && each.value == value) found.emplace(graphql_name_of<E>(each.name));
    });
    return found;
}

} // namespace corogql::detail
