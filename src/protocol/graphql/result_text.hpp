/// Where the parts of a GraphQL execution result lie in its text: found in the pass that checks the JSON.
#pragma once

#include "values/json/scanner.hpp"
#include "values/response_content.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace corogql::protocol {

/// The text of an object and what it holds; the text is empty where there was no object.
struct result_text {
    std::string_view whole;
    detail::result_members members;
    /// What `hasNext` says, if it is there: whether this is a step of a result that grows (see incremental_result).
    std::optional<bool> has_next = std::nullopt;
};

/// The place of the member of this name; none for others.
inline detail::text_part* find_member(detail::result_members& members, std::string_view name) noexcept {
    if (name == "data") return &members.data;
    if (name == "extensions") return &members.extensions;
    return name == "errors" ? &members.errors : nullptr;
}

/// Takes the object that stands at the scanner. Of members named twice the last counts. The values of the data are
/// kept in `into`, where there is one.
result_text read_result_text(detail::json_scanner& scanner, detail::response_content* into = nullptr);

/// The same for a text that is an object and nothing else, and may still grow. Throws detail::json_syntax_error at the
/// first byte that cannot be right.
class result_text_reader {
public:
    explicit result_text_reader(unsigned max_depth) noexcept : scanner_({}, max_depth) {}
    result_text_reader(const result_text_reader&) = delete;
    result_text_reader& operator=(const result_text_reader&) = delete;

    /// Goes on in `text`, which is what it was, wherever that lies now, and more.
    void read(std::string_view text, bool complete);
    /// Where they lie in the text, once that is complete.
    const detail::result_members& members() const noexcept { return members_; }

private:
    enum class part : std::uint8_t { object, key_or_end, key, rest_of_key, colon, value, rest_of_value, next, nothing };

    detail::json_scanner scanner_;
    detail::result_members members_;
    part due_ = part::object;
    std::size_t begin_ = 0;               ///< of the key or value under way
    detail::text_part* member_ = nullptr; ///< whose value is under way
};

} // namespace corogql::protocol
