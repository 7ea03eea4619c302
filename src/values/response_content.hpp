/// What a response holds.
#pragma once

#include "values/header_list.hpp"

#include <corogql/graphql_error.hpp>

#include <boost/json/value.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::detail {

class json_scanner;
struct json_tree; ///< a parsed value and the arena it lives in
struct response_content;

/// Where a member's value lies in a result's text; no size: it is absent.
struct text_part {
    std::uint32_t begin = 0, size = 0;
    std::string_view of(std::string_view text) const noexcept { return text.substr(begin, size); }
};

struct result_members {
    text_part data, errors, extensions;
};

/// Makes a result's text, members and errors when somebody first asks for one of them. Thread-safe.
class later_result {
public:
    virtual ~later_result() = default;
    void fill(response_content& into) {
        std::call_once(made_, [&] { make(into); });
    }

private:
    virtual void make(response_content& into) = 0;
    std::once_flag made_;
};

struct response_content {
    response_content() = default;
    response_content(const response_content&) = delete;
    response_content& operator=(const response_content&) = delete;
    ~response_content();

    /// Made of its text when it is first asked for, unless take_data() has done so.
    const json::value& data() const;
    /// Passes over the value that stands there, which is the data, and keeps it. For text that is known to be UTF-8,
    /// and before anybody has the result.
    void take_data(json_scanner& at);

    /// The library's way to what a response has.
    template <class Response>
    static response_content& of(Response& response) noexcept {
        return *response.result_;
    }

    std::string text;
    result_members members;
    unsigned max_depth = 512;
    unsigned attempts = 1;
    unsigned http_status = 0;
    bool has_next = false;
    std::unique_ptr<later_result> later; ///< null: all is there
    header_list headers;
    std::vector<graphql_error> errors;
    mutable std::atomic<json_tree*> tree{nullptr};
};

} // namespace corogql::detail
