/// A field error is what a resolver throws: the field is null then, and the answer says why.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/value.hpp>

#include <stdexcept>
#include <string>

namespace corogql::testing {

namespace json = boost::json;

/// An error of one field, with the message and `extensions.code` of its entry in `errors`; the path and the place in
/// the document are added by the server. Another exception of a resolver's has its own message and no code.
class field_error : public std::runtime_error {
public:
    /// Makes an error without a code.
    explicit field_error(const std::string& message) : std::runtime_error(message) {}
    /// Makes an error with a number for a code, as MAPI has it.
    field_error(int code, const std::string& message) : std::runtime_error(message), code_(code) {}
    /// Makes an error with a word for a code, as Apollo Server has it: `NOT_FOUND`.
    field_error(std::string_view code, const std::string& message) : std::runtime_error(message), code_(code) {}

    /// Returns the code; null where there is none.
    const json::value& code() const noexcept { return code_; }

private:
    json::value code_;
};

} // namespace corogql::testing
