/// The parts of a GraphQL execution result are found in its text by the pass that checks the JSON.
#pragma once

#include "values/json/scanner.hpp"
#include "values/response_content.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace corogql::protocol {

/// A result text is the text of an object and where its members lie; the text is empty where there was no object.
struct result_text {
    std::string_view whole;
    detail::result_members members;
    /// What `hasNext` says, if it is there, which makes this a step of a result that grows (see incremental_result).
    std::optional<bool> has_next = std::nullopt;
};

/// Returns the place of the member of this name; null for other names.
inline detail::text_part* find_member(detail::result_members& members, std::string_view name) noexcept {
    if (name == "data") return &members.data;
    if (name == "extensions") return &members.extensions;
    return name == "errors" ? &members.errors : nullptr;
}

/// Reads the object that stands at the scanner. Of members named twice the last counts. The values of the data are kept
/// in `into`, unless that is null.
result_text read_result_text(detail::json_scanner& scanner, detail::response_content* into = nullptr);

/// A result text reader reads a text that is an object and nothing else, and may still grow. It throws
/// detail::json_syntax_error at the first byte that cannot be right.
class result_text_reader {
public:
    explicit result_text_reader(unsigned max_depth) noexcept : scanner_({}, max_depth) {}
    result_text_reader(const result_text_reader&) = delete;
    result_text_reader& operator=(const result_text_reader&) = delete;

    /// Goes on reading in `text`, which is the text of the last call and more, and may lie elsewhere by now.
    void read(std::string_view text, bool complete);
    /// Returns where the members lie in the text, once that is complete.
    const detail::result_members& members() const noexcept { return members_; }

private:
    enum class part : std::uint8_t { object, key_or_end, key, rest_of_key, colon, value, rest_of_value, next, nothing };

    detail::json_scanner scanner_;
    detail::result_members members_;
    part due_ = part::object;
    std::size_t begin_ = 0;               ///< Where the key or value begins that is being read.
    detail::text_part* member_ = nullptr; ///< The member whose value is being read, if it is one that matters.
};

} // namespace corogql::protocol
