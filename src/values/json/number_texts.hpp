/// The digits of numbers that a json::value cannot keep, for requests whose variables were given as JSON text: such a
/// number is sent as it was written, as long as the value that stands for it is what it was.
#pragma once

#include <boost/json/value.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace corogql::detail {

namespace json = boost::json;

/// By JSON pointers (RFC 6901) into the variables.
class number_texts {
public:
    /// Takes the place of all that is known at the pointer and below it. `text` is JSON that parse_json() accepts.
    void set(std::string_view pointer, std::string_view text);
    /// Nothing when the number's own digits say the same, or it is another one by now.
    const std::string* find(std::string_view pointer, const json::value& number) const;

    /// What there is, and null is nothing, with what set() adds; null when nothing is left.
    static std::shared_ptr<const number_texts> with(std::shared_ptr<const number_texts> known, std::string_view pointer,
                                                    std::string_view text);

private:
    std::map<std::string, std::string, std::less<>> texts_;
};

/// Adds a member's name, or a path of names with dots between, to a pointer.
void append_pointer_name(std::string& pointer, std::string_view name);
std::string pointer_of_path(std::string_view dotted);

} // namespace corogql::detail
