/// JSON is decoded into a program's own types by this header. A value becomes
///
/// - a number or a boolean: bool, integers and floating point, checked for range; whole doubles (3.0) are integers;
/// - a string: `std::string`; enums described with BOOST_DESCRIBE_ENUM, and open_enum of them (open_enum.hpp), which
///   keeps what the enum lacks; time points of `std::chrono::system_clock`, of any duration, from RFC 3339
///   (rfc3339.hpp);
/// - a list: any standard container; `std::array`, `std::pair` and `std::tuple`, which must be as long;
/// - an object: structs described with BOOST_DESCRIBE_STRUCT; maps whose keys are text or a described enum;
/// - a union or an interface: `std::variant`. The alternative is told by `__typename`, which must be selected; each
///   goes by the name of its C++ type or by another (names.hpp), and other_type (other_type.hpp) takes what is none of
///   them. What is no object goes to the first alternative that can hold it;
/// - null: `std::optional`, `std::unique_ptr`, `std::shared_ptr`; `std::monostate`, as an alternative, too;
/// - anything: `json::value`, `json::object`, `json::array`, and types with a function of their own.
///
/// Members of structs are found by their names (names.hpp has the rule for keywords, and for other names). Keys that
/// the struct lacks are ignored. Absent keys are fine for members that may be null, and errors for the others;
/// `std::optional<std::optional<T>>` tells the two apart: it is without a value when the key is absent, and holds one
/// without a value when it is null.
///
/// A type's own function is `void from_json(const json::value&, T&)`, found by ADL, or the `tag_invoke` that Boost.JSON
/// asks for. What it throws is reported with its path, and the places of what it decodes itself go on from there.
///
/// Errors are corogql::error of kind `decode` that name the JSON path: "data.runs[3].id: expected a string, found 7".
/// Types must be default constructible. Descriptions need `<boost/describe.hpp>`.
#pragma once

#include <corogql/values/decode_lists.hpp>
#include <corogql/values/decode_union.hpp>
#include <corogql/values/decoder.hpp>
#include <corogql/values/text_argument.hpp>

#include <boost/json/value.hpp>

// For those who name them.
#include <map>
#include <string>
#include <vector>

namespace corogql {

/// Decodes a value to a T. `path` is the name of the value itself in what is thrown, which is of kind `decode`.
template <class T>
T decode(const json::value& value, detail::text_argument path = "") {
    T out{};
    detail::decode_into(value, out, detail::json_path(path));
    return out;
}

/// Decodes one field of an object, under the same rules as the member of a described struct. `path` is the name of the
/// object in what is thrown.
template <class T>
T decode_field(const json::value& object, detail::text_argument field, detail::text_argument path = "") {
    const detail::json_path root(path);
    T out{};
    detail::decode_member(detail::expect_object(object, root), field, out, root);
    return out;
}

} // namespace corogql
