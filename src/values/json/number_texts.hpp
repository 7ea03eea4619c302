/// Number texts are the digits of numbers that a json::value cannot keep, for requests whose variables were given as
/// JSON text: such a number is sent as it was written, as long as the value that stands for it is what it was.
#pragma once

#include <boost/json/value.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace corogql::detail {

namespace json = boost::json;

/// Number texts are kept by JSON pointers (RFC 6901) into the variables.
class number_texts {
public:
    /// Puts the numbers of `text`, which is JSON that parse_json() accepts, in the place of all that is known at the
    /// pointer and below it.
    void set(std::string_view pointer, std::string_view text);
    /// Returns the text of the number at the pointer; null when the number's own digits say the same, or it is another
    /// number by now.
    const std::string* find(std::string_view pointer, const json::value& number) const;

    /// Returns `known`, of which null is nothing, with what set() adds to it; null when nothing is left.
    static std::shared_ptr<const number_texts> with(std::shared_ptr<const number_texts> known, std::string_view pointer,
                                                    std::string_view text);

private:
    std::map<std::string, std::string, std::less<>> texts_;
};

/// Adds a member's name to a pointer.
void append_pointer_name(std::string& pointer, std::string_view name);
/// Returns the pointer that a path of names with dots between them is.
std::string pointer_of_path(std::string_view dotted);

} // namespace corogql::detail
