/// Scalars that may be any JSON can be values of Boost.JSON; without a codec they are raw_json.
///
///     extend scalar JSON @cpp(type: "boost::json::value", include: "<corogql/scalars/json.hpp>")
#pragma once

#include <corogql/scalars/scalar_codec.hpp>

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace corogql {

/// This reads and writes any value. Integers of 64 bits are exact; any other number is the nearest double.
template <>
struct scalar_codec<boost::json::value> {
    /// Reads a value. Throws corogql::error of kind `decode` where it holds what no value can: a lone surrogate.
    static bool read(std::string_view json, boost::json::value& out);
    /// Appends the value.
    static void write(const boost::json::value& value, std::string& json);
};

} // namespace corogql
