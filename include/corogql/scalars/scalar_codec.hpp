/// A scalar codec is how a C++ type is read and written as a custom scalar.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <string>
#include <string_view>

namespace corogql {

/// This is specialised for types that `@cpp(type:)` names without a codec: with `static bool read(std::string_view
/// json, T&)`, which returns false for what is no such scalar, and `static void write(const T&, std::string& json)`,
/// which appends. The JSON that it reads is valid, and a string in it has no escapes but those that it must have; what
/// it throws is reported with its place.
template <class T>
struct scalar_codec;

/// Codecs for custom scalars, and what they are made with, are in this namespace.
namespace scalars {

/// Returns the characters of a JSON string; nothing for another value. The escapes that it must have stay.
constexpr std::string_view without_quotes(std::string_view json) noexcept {
    return json.size() >= 2 && json.front() == '"' ? json.substr(1, json.size() - 2) : std::string_view();
}

/// Throws corogql::error of kind `usage` for an input that has no JSON.
[[noreturn]] void fail(const char* problem);

} // namespace scalars

} // namespace corogql
