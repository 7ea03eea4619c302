/// A `std::variant` is decoded here: GraphQL's unions and interfaces, told by `__typename`, and scalars of several
/// types.
#pragma once

#include <corogql/other_type.hpp>
#include <corogql/values/decode_lists.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace corogql::detail {

/// An alternative of this kind stands for a GraphQL type: an object that says its name.
template <class T>
concept object_type =
    has_graphql_type_name<T> || described<T> || (std::is_class_v<T> && (has_from_json<T> || has_boost_from_json<T>));

/// An alternative may stand behind a pointer as well, as types that hold themselves do.
template <class T>
struct pointed_to {
    using type = T;
};
template <class T>
struct pointed_to<std::unique_ptr<T>> {
    using type = T;
};
template <class T>
struct pointed_to<std::shared_ptr<T>> {
    using type = T;
};

template <class T>
inline constexpr bool is_object_type = object_type<typename pointed_to<T>::type>;
template <class T>
inline constexpr bool is_plain = !is_object_type<T> && !is_nothing<T> && !std::same_as<T, other_type>;

template <class... T>
struct decoder<std::variant<T...>> {
    using union_type = std::variant<T...>;
    static constexpr bool has_objects = (is_object_type<T> || ...);
    static constexpr bool has_other = (std::is_same_v<T, other_type> || ...);
    static constexpr bool has_plain = (is_plain<T> || ...);

    static void read(const json::value& value, union_type& out, const json_path& path) {
        if constexpr (has_nothing<union_type>)
            if (value.is_null()) return make_nothing(out);
        if constexpr (has_objects || has_other) {
            if (value.is_object() || !has_plain) return read_object(value, out, path);
        }
        if constexpr (has_plain) read_plain(value, out, path);
    }

private:
    static void read_object(const json::value& value, union_type& out, const json_path& path) {
        const auto& object = expect_object(value, path);
        const auto* said = object.if_contains("__typename");
        if (!said) {
            // A list of scalars and JSON's own types need no name.
            if constexpr (has_plain)
                return read_plain(value, out, path);
            else
                fail_decode(json_path(path, "__typename"), "is missing: select it, as the type is told by it");
        }
        const auto name = decode_text(*said, json_path(path, "__typename"));
        bool found = false;
        (read_if_named<T>(value, name, out, path, found), ...);
        if (found) return;
        if constexpr (has_other) {
            out = other_type{std::string(name), object};
        } else {
            std::string names;
            (add_name<T>(names), ...);
            fail_decode(json_path(path, "__typename"), "one of " + names, *said);
        }
    }

    template <class Each>
    static void read_if_named(const json::value& value, std::string_view name, union_type& out, const json_path& path,
                              bool& found) {
        if constexpr (is_object_type<Each>) {
            if (found || graphql_type_name_of<typename pointed_to<Each>::type>() != name) return;
            found = true;
            decode_into(value, out.template emplace<Each>(), path);
        }
    }

    /// Decodes to the first alternative that takes the value.
    static void read_plain(const json::value& value, union_type& out, const json_path& path) {
        std::string problems;
        bool found = false;
        (try_plain<T>(value, out, path, found, problems), ...);
        if (!found) fail_decode(path, "fits no type of the variant: " + problems, value.is_null());
    }

    template <class Each>
    static void try_plain(const json::value& value, union_type& out, const json_path& path, bool& found,
                          std::string& problems) {
        if constexpr (is_plain<Each>) {
            if (found) return;
            try {
                decode_into(value, out.template emplace<Each>(), path);
                found = true;
            } catch (const decode_failure& failure) {
                problems.append(problems.empty() ? "" : "; ").append(failure.what());
            }
        }
    }

    template <class Each>
    static void add_name(std::string& names) {
        if constexpr (is_object_type<Each>) {
            if (!names.empty()) names += ", ";
            names += graphql_type_name_of<typename pointed_to<Each>::type>();
        }
    }
};

} // namespace corogql::detail
