/// Dates without a time of day are a custom scalar of many schemas: "2024-01-31".
///
///     extend scalar Date @cpp(type: "std::chrono::year_month_day", include: "<corogql/scalars/date.hpp>")
#pragma once

#include <corogql/scalars/scalar_codec.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace corogql {

/// This reads and writes dates of the years 0 to 9999 that exist.
template <>
struct scalar_codec<std::chrono::year_month_day> {
    /// Reads a string in quotes. Returns false for one that is no such date.
    static bool read(std::string_view json, std::chrono::year_month_day& out) noexcept;
    /// Appends the date in quotes; throws corogql::error of kind `usage` for one that does not exist.
    static void write(std::chrono::year_month_day value, std::string& json);
};

} // namespace corogql
