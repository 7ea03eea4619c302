/// A program's own types are encoded as JSON by this header: what decode.hpp reads, as variables have it.
///
/// It knows described structs and enums, open_enum, standard containers and other ranges, maps, `std::array`,
/// `std::pair`, `std::tuple`, `std::optional` and smart pointers, time points of `std::chrono::system_clock` (as RFC
/// 3339 in UTC), text, numbers, JSON's own types, and `std::variant` (as the alternative that it holds, without a
/// `__typename`). Names are those of names.hpp.
///
/// An empty `std::optional` or pointer, nullptr, `std::nullopt` and a null `const char*` are null, as members of
/// structs as well: GraphQL takes that for a value that was given. A member of type `std::optional<std::optional<T>>`
/// is left out while it is empty.
///
/// A type may bring `to_json(const T&)`, found by ADL, which returns what a `json::value` can be made of, or the
/// `tag_invoke` that Boost.JSON asks for.
///
/// What has no JSON is an error of kind `usage`, with the place: infinite numbers, numbers that are none of an enum's
/// values, times beyond the year 9999.
#pragma once

#include <corogql/open_enum.hpp>
#include <corogql/rfc3339.hpp>
#include <corogql/values/shapes.hpp>
#include <corogql/values/text_argument.hpp>

#include <boost/json/value.hpp>

#include <chrono>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>

namespace corogql {

namespace detail {

template <class T>
json::value encode_value(const T& value, const json_path& path);

inline json::value text_value(std::string_view text) {
    return json::value(json::string_view(text.data(), text.size()));
}

/// A range is iterable unless it holds itself, as std::filesystem::path does: that would never end.
template <class T>
concept iterable = requires(const T& range) {
    std::end(range);
    requires !std::same_as<std::remove_cvref_t<decltype(*std::begin(range))>, T>;
};
/// Keys need not be owned: a map of views counts, too.
template <class T>
concept text_mapped = text_keyed<T> || (map_like<T> && requires { requires textual<typename T::key_type>; });

template <class T>
json::value encode_number(T value, const json_path& path) {
    if constexpr (std::same_as<T, bool>) {
        return value;
    } else if constexpr (std::signed_integral<T>) {
        return static_cast<std::int64_t>(value);
    } else if constexpr (std::unsigned_integral<T>) {
        return static_cast<std::uint64_t>(value);
    } else {
        const auto number = static_cast<double>(value);
        if (!std::isfinite(number)) fail_encode(path, "is a number that JSON cannot write");
        return number;
    }
}

template <class E>
json::value encode_enum(E value, const json_path& path) {
    static_assert(described_enum<E>, "describe this enum with BOOST_DESCRIBE_ENUM (include <boost/describe.hpp>)");
    const auto name = enumerator_name(value);
    if (!name) fail_encode(path, "is none of the values of " + std::string(cpp_type_name<E>()));
    return text_value(*name);
}

template <class Duration>
json::value encode_time(const std::chrono::sys_time<Duration>& time, const json_path& path) {
    const auto text = write_rfc3339(to_instant(time));
    if (!text) fail_encode(path, "is a time outside of the years 0 to 9999");
    return text_value(*text);
}

template <class T>
json::value encode_struct(const T& value, const json_path& path) {
    json::object object;
    boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
        const auto& field = value.*member.pointer;
        const auto chosen = graphql_name_of<T>(member.name);
        const std::string_view name = chosen;
        if constexpr (tells_absence<std::remove_cvref_t<decltype(field)>>)
            if (!field) return;
        object[name] = encode_value(field, json_path(path, name));
    });
    return object;
}

template <class T>
json::value encode_map(const T& value, const json_path& path) {
    json::object object;
    for (const auto& [key, item] : value) {
        const auto name = encode_value(key, path);
        if (!name.is_string()) fail_encode(path, "has a key that is a null pointer");
        const std::string_view text(name.get_string().data(), name.get_string().size());
        object[text] = encode_value(item, json_path(path, text));
    }
    return object;
}

template <class T>
json::value encode_list(const T& value, const json_path& path) {
    json::array list;
    for (const auto& item : value) list.push_back(encode_value(item, json_path(path, list.size())));
    return list;
}

template <class T>
json::value encode_tuple(const T& value, const json_path& path) {
    json::array list;
    std::apply([&](const auto&... items) { (list.push_back(encode_value(items, json_path(path, list.size()))), ...); },
               value);
    return list;
}

template <class Duration>
void is_sys_time(const std::chrono::sys_time<Duration>&);
template <class E>
void is_open_enum(const open_enum<E>&);
template <class... T>
void is_variant(const std::variant<T...>&);

/// Calls Boost.JSON's tag_invoke. The tag is dependent, so that it may be declared and no more where it is not used.
template <class T, class Tag = json::value_from_tag>
json::value encode_as_boost_does(const T& value) {
    json::value into;
    tag_invoke(Tag(), into, value);
    return into;
}

template <class T>
json::value encode_value(const T& value, const json_path& path) {
    if constexpr (has_to_json<T>) {
        return to_json(value);
    } else if constexpr (has_boost_to_json<T>) {
        return encode_as_boost_does(value);
    } else if constexpr (json_type<T>) {
        return value;
    } else if constexpr (is_nothing<T>) {
        return nullptr;
    } else if constexpr (c_text<T>) {
        const char* const text = value;
        return text ? text_value(text) : json::value(nullptr);
    } else if constexpr (textual<T>) {
        return text_value(value);
    } else if constexpr (std::is_arithmetic_v<T>) {
        return encode_number(value, path);
    } else if constexpr (std::is_enum_v<T>) {
        return encode_enum(value, path);
    } else if constexpr (requires { is_open_enum(value); }) {
        return text_value(value.text());
    } else if constexpr (requires { is_sys_time(value); }) {
        return encode_time(value, path);
    } else if constexpr (is_pointer_like<T>) {
        return value ? encode_value(*value, path) : json::value(nullptr);
    } else if constexpr (requires { is_variant(value); }) {
        return std::visit([&](const auto& held) { return encode_value(held, path); }, value);
    } else if constexpr (text_mapped<T>) {
        return encode_map(value, path);
    } else if constexpr (is_tuple<T>) {
        return encode_tuple(value, path);
    } else if constexpr (described<T>) {
        return encode_struct(value, path);
    } else if constexpr (owned_text<T>) {
        return text_value({value.data(), value.size()});
    } else if constexpr (iterable<T>) {
        return encode_list(value, path);
    } else {
        static_assert(std::convertible_to<const T&, json::value>,
                      "describe this type with BOOST_DESCRIBE_STRUCT (include <boost/describe.hpp>), or give it a "
                      "to_json(const T&)");
        return value;
    }
}

/// A value of any type is sent by request.hpp as what this makes of it.
template <class T>
struct encoded {
    static json::value of(const T& value, std::string_view name) { return encode_value(value, json_path(name)); }
};

} // namespace detail

/// Encodes a value as JSON. `path` is the name of the value itself in what is thrown, which is of kind `usage`.
template <class T>
json::value encode(const T& value, detail::text_argument path = "") {
    return detail::encode_value(value, detail::json_path(path));
}

} // namespace corogql
