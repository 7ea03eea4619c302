/// What a response holds.
#pragma once

#include "values/header_list.hpp"

#include <corogql/graphql_error.hpp>

#include <boost/json/value.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::detail {

struct json_tree; ///< a parsed value and the arena it lives in

/// Where a member's value lies in a result's text; no size: it is absent.
struct text_part {
    std::uint32_t begin = 0, size = 0;
    std::string_view of(std::string_view text) const noexcept { return text.substr(begin, size); }
};

struct result_members {
    text_part data, errors, extensions;
};

struct result {
    result() = default;
    result(const result&) = delete;
    result& operator=(const result&) = delete;
    ~result();

    /// Parses the data when it is first asked for, unless it was parsed before.
    const json::value& data() const;
    /// The data is the value that `from`, which goes on behind it, begins with: parses it, and says how long it is.
    /// 0: it is null, not JSON, nested deeper than that, or what no value can hold. Before anybody has the result.
    std::size_t parse_data(std::string_view from, unsigned depth);

    /// The library's way to what a response has.
    template <class Response>
    static result& of(Response& response) noexcept {
        return *response.result_;
    }

    std::string text;
    result_members members;
    unsigned max_depth = 512;
    unsigned attempts = 1;
    unsigned http_status = 0;
    bool has_next = false;
    header_list headers;
    std::vector<graphql_error> errors;
    mutable std::atomic<json_tree*> tree{nullptr};
};

} // namespace corogql::detail
