/// Integers of 64 bits come as strings of digits from careful servers, and as numbers from others.
///
///     extend scalar BigInt @cpp(type: "std::int64_t", codec: "corogql::scalars::digits",
///                               include: "<corogql/scalars/digits.hpp>")
#pragma once

#include <corogql/scalars/scalar_codec.hpp>

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>
#include <system_error>

namespace corogql::scalars {

/// This reads integers of any size, from strings and numbers, and writes strings.
struct digits {
    /// Reads an integer. Returns false for what is none, or does not fit.
    template <std::integral Integer>
    static bool read(std::string_view json, Integer& out) noexcept {
        const auto text = json.starts_with('"') ? without_quotes(json) : json;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
        return problem == std::errc() && end == text.data() + text.size();
    }
    /// Appends the digits in quotes.
    template <std::integral Integer>
    static void write(Integer value, std::string& json) {
        json.append(1, '"').append(std::to_string(value)).append(1, '"');
    }
};

} // namespace corogql::scalars
