/// Generated and plain types are decoded straight from JSON text: no value is made first.
#pragma once

#include <corogql/typed/reader.hpp>
#include <corogql/values/decoder.hpp>
#include <corogql/values/text_argument.hpp>

#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace corogql::detail {

template <class T>
inline constexpr bool is_an_open_enum = false;
template <class E>
inline constexpr bool is_an_open_enum<open_enum<E>> = true;
template <class T>
inline constexpr bool is_a_time = false;
template <class Duration>
inline constexpr bool is_a_time<std::chrono::sys_time<Duration>> = true;

/// Whether a type, with all that it is made of, can be read from text. The others need values: unions, lists of a size,
/// JSON's own types, and those with a function that takes a value.
/// A type may hold itself: those that led to it are `Outer`.
template <class T, class... Outer>
constexpr bool reads_text() {
    if constexpr ((std::is_same_v<T, Outer> || ...)) {
        return true;
    } else if constexpr (typed::readable<T>) {
        return true;
    } else if constexpr (has_from_json<T> || has_boost_from_json<T> || json_type<T>) {
        return false;
    } else if constexpr (std::is_arithmetic_v<T> || owned_text<T> || described_enum<T> || is_an_open_enum<T> ||
                         is_a_time<T>) {
        return true;
    } else if constexpr (is_pointer_like<T>) {
        return reads_text<std::remove_const_t<std::remove_reference_t<decltype(*std::declval<T&>())>>, T, Outer...>();
    } else if constexpr (growing_list<T>) {
        return requires(T& to, typename T::value_type item) { to.push_back(std::move(item)); } &&
               reads_text<typename T::value_type, T, Outer...>();
    } else if constexpr (described<T>) {
        bool all = true;
        boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
            all = all && reads_text<std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>, T, Outer...>();
        });
        return all && boost::mp11::mp_size<members_of<T>>::value > 0;
    } else {
        return false;
    }
}

template <class T>
concept text_readable = reads_text<T>();

template <class T>
void read_text_into(typed::reader& in, T& out);

/// Reads a described struct. Members that may be null are so where their keys are absent.
template <class T>
void read_struct(typed::reader& in, T& out) {
    using members = members_of<T>;
    constexpr std::size_t count = boost::mp11::mp_size<members>::value;
    struct table {
        table() {
            std::size_t at = 0;
            boost::mp11::mp_for_each<members>([&](auto member) {
                using type = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
                names[at] = graphql_name_of<T>(member.name);
                keys[at] = {names[at], !nullable<type>};
                ++at;
            });
        }
        std::remove_cvref_t<decltype(graphql_name_of<T>(""))> names[count]; // it may be a text of its own
        typed::key keys[count];
    };
    static const table of_type;
    boost::mp11::mp_for_each<members>([&](auto member) {
        if constexpr (nullable<std::remove_cvref_t<decltype(out.*member.pointer)>>) make_nothing(out.*member.pointer);
    });
    in.object(of_type.keys, [&](std::size_t which) {
        boost::mp11::mp_with_index<count>(which, [&](auto index) {
            auto& member = out.*boost::mp11::mp_at<members, decltype(index)>::pointer;
            if constexpr (tells_absence<std::remove_cvref_t<decltype(member)>>)
                read_text_into(in, member.emplace());
            else
                read_text_into(in, member);
        });
    });
}

template <class T>
void read_number(typed::reader& in, T& out) {
    using limits = std::numeric_limits<T>;
    if constexpr (std::is_same_v<T, bool>) {
        out = in.read_bool();
    } else if constexpr (std::is_floating_point_v<T>) {
        using widest = std::conditional_t<std::is_same_v<T, float>, float, double>;
        out = static_cast<T>(in.read_double(std::numeric_limits<widest>::max()));
    } else if constexpr (std::is_signed_v<T>) {
        out = static_cast<T>(in.read_int64(limits::min(), limits::max()));
    } else {
        out = static_cast<T>(in.read_uint64(limits::max()));
    }
}

template <class T>
void read_list(typed::reader& in, T& out) {
    out.clear();
    in.list([&] {
        typename T::value_type item{};
        read_text_into(in, item);
        out.push_back(std::move(item));
    });
}

template <class T>
void read_pointed_to(typed::reader& in, T& out) {
    if (in.take_null()) return out.reset();
    if constexpr (requires { out.emplace(); }) {
        read_text_into(in, out.emplace());
    } else {
        using pointed = std::remove_const_t<typename T::element_type>;
        auto fresh = std::make_unique<pointed>();
        read_text_into(in, *fresh);
        out = std::move(fresh);
    }
}

template <class T>
void read_time(typed::reader& in, T& out) {
    constexpr const char* expected = "a time like 2024-01-31T23:59:59Z";
    typed::reader here = in;
    std::string text;
    in.read_text(text, expected);
    const auto time = read_rfc3339(text);
    if (!time) here.fail_expected(expected);
    const auto fitting = to_time_point<typename T::duration>(*time);
    if (!fitting) here.fail_expected("a time that is not so far away");
    out = *fitting;
}

template <class T>
void read_enum(typed::reader& in, T& out) {
    typed::reader here = in;
    if (in.peek() != '"') in.fail_expected(decoder<T>::expected());
    std::string name;
    in.read_text(name);
    const auto found = enumerator_of<T>(name);
    if (!found) here.fail_expected(decoder<T>::expected());
    out = *found;
}

/// Reads the value that stands at the reader.
template <class T>
void read_text_into(typed::reader& in, T& out) {
    if constexpr (typed::readable<T>) {
        read_json(in, out);
    } else if constexpr (std::is_arithmetic_v<T>) {
        read_number(in, out);
    } else if constexpr (std::is_same_v<T, std::string>) {
        in.read_text(out);
    } else if constexpr (owned_text<T>) {
        std::string text;
        in.read_text(text);
        out.assign(text.data(), text.size());
    } else if constexpr (is_an_open_enum<T>) {
        std::string name;
        in.read_text(name);
        out = T(std::move(name));
    } else if constexpr (described_enum<T>) {
        read_enum(in, out);
    } else if constexpr (is_a_time<T>) {
        read_time(in, out);
    } else if constexpr (is_pointer_like<T>) {
        read_pointed_to(in, out);
    } else if constexpr (growing_list<T>) {
        read_list(in, out);
    } else {
        read_struct(in, out);
    }
}

} // namespace corogql::detail
