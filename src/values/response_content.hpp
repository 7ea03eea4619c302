/// Response content is what a response holds.
#pragma once

#include "values/header_list.hpp"

#include <corogql/graphql_error.hpp>
#include <corogql/response.hpp>
#include <corogql/typed/kept_texts.hpp>

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
struct json_tree; ///< A JSON tree is a parsed value and the arena that it lives in.

/// A text part says where a member's value lies in a result's text; it has no size where the member is absent.
struct text_part {
    std::uint32_t begin = 0, size = 0;
    std::string_view of(std::string_view text) const noexcept { return text.substr(begin, size); }
};

struct result_members {
    text_part data, errors, extensions;
};

/// A later result makes a result's text, members and errors when somebody first asks for one of them. It is
/// thread-safe.
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

    /// Returns an empty content, perhaps with memory that another one had.
    static content_ptr fresh();
    /// Makes it empty again.
    void clear() noexcept;

    /// Returns the data, which is made of its text when it is first asked for, unless take_data() has done so.
    const json::value& data() const;
    /// Passes over the value that stands at the scanner, which is the data, and keeps it. The text must be known to be
    /// UTF-8, and nobody may have the result yet.
    void take_data(json_scanner& at);

    /// Returns the content of a response: the library's way to what the response has.
    template <class Response>
    static response_content& of(Response& response) noexcept {
        return *response.result_;
    }

    std::string text;
    result_members members;
    static constexpr unsigned default_max_depth = 512;
    unsigned max_depth = default_max_depth;
    unsigned attempts = 1;
    unsigned http_status = 0;
    bool has_next = false;
    /// What makes the text, members and errors when they are asked for; null where all is there.
    std::unique_ptr<later_result> later;
    header_list headers;
    std::vector<graphql_error> errors;
    mutable std::atomic<json_tree*> tree{nullptr};
    mutable typed::kept_texts kept_texts; ///< What views of strings that had escapes are views of.
};

} // namespace corogql::detail
