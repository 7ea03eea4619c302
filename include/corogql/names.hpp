/// C++ names become GraphQL names by these rules.
///
/// The members of a described struct and the enumerators of a described enum go by their own names, with one exception:
/// a C++ keyword with an underscore behind it stands for the keyword. So `class_`, `default_` and `operator_` are the
/// fields `class`, `default` and `operator`; `value_` is `value_`.
///
/// Any other name is given by a function beside the type, found by ADL, for its members or enumerators:
///
///     std::string_view graphql_name(const run*, std::string_view member) {
///         return member == "started_at" ? "startedAt" : member;
///     }
///
/// The function is asked for each name, may return a `std::string` as well, and what it returns unchanged goes by the
/// rule above. It is asked for the types derived from `run` too.
///
/// A type that stands in a `std::variant` goes by the name of its C++ type, without namespaces, or by the one that this
/// returns:
///
///     std::string_view graphql_type_name(const run*) { return "Run"; }
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

namespace corogql::detail {

inline constexpr auto cpp_keywords = std::to_array<std::string_view>(
    {"alignas",     "alignof",  "and",        "and_eq",    "asm",       "auto",         "bitand",
     "bitor",       "bool",     "break",      "case",      "catch",     "char",         "char16_t",
     "char32_t",    "char8_t",  "class",      "co_await",  "co_return", "co_yield",     "compl",
     "concept",     "const",    "const_cast", "consteval", "constexpr", "constinit",    "continue",
     "decltype",    "default",  "delete",     "do",        "double",    "dynamic_cast", "else",
     "enum",        "explicit", "export",     "extern",    "false",     "float",        "for",
     "friend",      "goto",     "if",         "inline",    "int",       "long",         "mutable",
     "namespace",   "new",      "noexcept",   "not",       "not_eq",    "nullptr",      "operator",
     "or",          "or_eq",    "private",    "protected", "public",    "register",     "reinterpret_cast",
     "requires",    "return",   "short",      "signed",    "sizeof",    "static",       "static_assert",
     "static_cast", "struct",   "switch",     "template",  "this",      "thread_local", "throw",
     "true",        "try",      "typedef",    "typeid",    "typename",  "union",        "unsigned",
     "using",       "virtual",  "void",       "volatile",  "wchar_t",   "while",        "xor",
     "xor_eq"});

constexpr std::string_view without_underscore(std::string_view name) noexcept {
    if (!name.ends_with('_')) return name;
    const auto word = name.substr(0, name.size() - 1);
    return std::find(cpp_keywords.begin(), cpp_keywords.end(), word) == cpp_keywords.end() ? name : word;
}

template <class T>
concept has_graphql_name = requires(const T* type, std::string_view name) {
    { graphql_name(type, name) } -> std::convertible_to<std::string_view>;
};
template <class T>
concept has_graphql_type_name = requires(const T* type) {
    { graphql_type_name(type) } -> std::convertible_to<std::string_view>;
};

/// Returns the name of a member or an enumerator of T: a text of its own, or a view of a text that stays.
template <class T>
constexpr auto graphql_name_of(std::string_view name) {
    if constexpr (has_graphql_name<T>) {
        auto&& chosen = graphql_name(static_cast<const T*>(nullptr), name);
        constexpr bool owned = std::is_same_v<std::remove_cvref_t<decltype(chosen)>, std::string>;
        using text = std::conditional_t<owned, std::string, std::string_view>;
        return std::string_view(chosen) == name ? text(without_underscore(name)) : text(chosen);
    } else {
        return without_underscore(name);
    }
}

/// Returns "run" for ns::run.
template <class T>
constexpr std::string_view cpp_type_name() noexcept {
    std::string_view text = __PRETTY_FUNCTION__;
    text.remove_prefix(text.find("T = ") + 4);
    text = text.substr(0, text.find_first_of(";]"));
    // What stands in template arguments is no namespace of its own.
    const auto scope = text.substr(0, text.find('<')).rfind("::");
    return scope == text.npos ? text : text.substr(scope + 2);
}

template <class T>
constexpr auto graphql_type_name_of() {
    if constexpr (has_graphql_type_name<T>)
        return graphql_type_name(static_cast<const T*>(nullptr));
    else
        return cpp_type_name<T>();
}

} // namespace corogql::detail
