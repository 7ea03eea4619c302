/// One value is decoded here: what a type brings with it goes first, then the rule for its kind. Plain values, enums
/// and structs are here; lists, pointers and unions have headers of their own.
#pragma once

#include <corogql/open_enum.hpp>
#include <corogql/rfc3339.hpp>
#include <corogql/values/shapes.hpp>

#include <chrono>
#include <concepts>
#include <exception>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

namespace corogql::detail {

/// A decoder has `static void read(const json::value&, T& out, const json_path&)`, for each kind of type.
template <class T>
struct decoder;

template <class T>
void decode_into(const json::value& value, T& out, const json_path& path) {
    if constexpr (has_from_json<T> || has_boost_from_json<T>) {
        try {
            if constexpr (has_from_json<T>)
                from_json(value, out);
            else
                out = tag_invoke(json::value_to_tag<T>(), value);
        } catch (const std::exception& failure) {
            fail_decode(path, failure, value);
        }
    } else {
        decoder<T>::read(value, out, path);
    }
}

template <class T>
void make_nothing(T& out) {
    if constexpr (is_pointer_like<T>)
        out.reset();
    else if constexpr (has_nothing<T>)
        out.template emplace<std::monostate>();
}

/// Decodes the member of this name in GraphQL.
template <class T>
void decode_member(const json::object& object, std::string_view name, T& out, const json_path& parent) {
    const json_path path(parent, name);
    const auto* value = object.if_contains(name);
    if constexpr (tells_absence<T>) {
        if (value) return decode_into(*value, out.emplace(), path);
    } else {
        if (value) return decode_into(*value, out, path);
    }
    if constexpr (nullable<T>)
        make_nothing(out);
    else
        fail_decode(path, "is missing");
}

template <class T>
struct decoder {
    static_assert(described<T>,
                  "describe this type with BOOST_DESCRIBE_STRUCT, or an enum with BOOST_DESCRIBE_ENUM "
                  "(include <boost/describe.hpp>), or give it a from_json(const boost::json::value&, T&)");
    static void read(const json::value& value, T& out, const json_path& path) {
        const auto& object = expect_object(value, path);
        boost::mp11::mp_for_each<members_of<T>>(
            [&](auto member) { decode_member(object, graphql_name_of<T>(member.name), out.*member.pointer, path); });
    }
};

template <json_type T>
struct decoder<T> {
    static void read(const json::value& value, T& out, const json_path& path) {
        if constexpr (std::same_as<T, json::value>)
            out = value;
        else if constexpr (std::same_as<T, json::object>)
            out = expect_object(value, path);
        else
            out = expect_array(value, path);
    }
};

template <class T>
    requires std::is_arithmetic_v<T>
struct decoder<T> {
    static void read(const json::value& value, T& out, const json_path& path) {
        using limits = std::numeric_limits<T>;
        if constexpr (std::same_as<T, bool>) {
            out = decode_bool(value, path);
        } else if constexpr (std::signed_integral<T>) {
            out = static_cast<T>(decode_int64(value, path, limits::min(), limits::max()));
        } else if constexpr (std::unsigned_integral<T>) {
            out = static_cast<T>(decode_uint64(value, path, limits::max()));
        } else {
            using widest = std::conditional_t<std::same_as<T, float>, float, double>;
            out = static_cast<T>(decode_double(value, path, std::numeric_limits<widest>::max()));
        }
    }
};

template <owned_text T>
struct decoder<T> {
    static void read(const json::value& value, T& out, const json_path& path) {
        const auto text = decode_text(value, path);
        out.assign(text.data(), text.size());
    }
};

template <class T>
    requires is_nothing<T>
struct decoder<T> {
    static void read(const json::value& value, T&, const json_path& path) {
        if (!value.is_null()) fail_decode(path, "null", value);
    }
};

template <described_enum E>
struct decoder<E> {
    static void read(const json::value& value, E& out, const json_path& path) {
        const auto name = decode_text(value, path, expected());
        const auto found = enumerator_of<E>(name);
        if (!found) fail_decode(path, expected(), value);
        out = *found;
    }

    /// Returns "one of RED, GREEN (colour)".
    static std::string expected() {
        std::string names;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto each) {
            if (!names.empty()) names += ", ";
            names += graphql_name_of<E>(each.name);
        });
        return "one of " + names + " (" + std::string(cpp_type_name<E>()) + ')';
    }
};

template <class E>
struct decoder<open_enum<E>> {
    static void read(const json::value& value, open_enum<E>& out, const json_path& path) {
        out = open_enum<E>(std::string(decode_text(value, path)));
    }
};

template <class Duration>
struct decoder<std::chrono::sys_time<Duration>> {
    static void read(const json::value& value, std::chrono::sys_time<Duration>& out, const json_path& path) {
        constexpr const char* expected = "a time like 2024-01-31T23:59:59Z";
        const auto time = read_rfc3339(decode_text(value, path, expected));
        if (!time) fail_decode(path, expected, value);
        const auto fitting = to_time_point<Duration>(*time);
        if (!fitting) fail_decode(path, "a time that is not so far away", value);
        out = *fitting;
    }
};

} // namespace corogql::detail
