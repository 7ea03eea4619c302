/// The answer to an operation: data, errors and extensions together, whatever the HTTP status was.
#pragma once

#include <corogql/decode.hpp>
#include <corogql/graphql_error.hpp>
#include <corogql/headers.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace corogql {

namespace detail {
struct json_tree; ///< a parsed value and the arena it lives in
struct result_layout;
}

/// A GraphQL execution result (GraphQL specification, section 7.1). It keeps the server's text; values are parsed
/// when they are first asked for. Movable, not copyable; const members may be called from several threads.
class response {
public:
    response() noexcept = default;
    response(response&&) noexcept;
    response& operator=(response&&) noexcept;
    ~response();

    /// The result exactly as it came: `{"data":…}` with `errors` and `extensions` if present, numbers verbatim.
    const std::string& text() const noexcept { return text_; }

    /// False when the result has no `data` member: the operation was not executed.
    bool has_data() const noexcept { return data_size_ != 0; }
    /// The text of `data`; empty without one.
    std::string_view data_text() const noexcept { return {text_.data() + data_begin_, data_size_}; }
    /// `data` as a value; null when there is none or it is null. Throws corogql::error of kind decode when the
    /// text holds what no value can (nesting over the limit, a number out of range).
    const json::value& data() const;

    /// `data` decoded to a T (see decode.hpp). Throws kind `graphql` when there is none to decode, with errors()
    /// inside; kind `decode` names the JSON path of what does not fit.
    template <class T>
    T data_as() const {
        return decode<T>(required_data(), "data");
    }
    /// One field of `data`, decoded to a T.
    template <class T>
    T data_as(std::string_view field) const;

    const std::vector<graphql_error>& errors() const noexcept { return errors_; }
    /// True when the server sent neither errors nor left out the data.
    bool ok() const noexcept { return has_data() && errors_.empty(); }
    /// Throws corogql::error of kind graphql that carries errors(), unless ok().
    void throw_if_failed() const;

    /// The text of `extensions`, and its value (empty object when there are none).
    std::string_view extensions_text() const noexcept { return {text_.data() + extensions_begin_, extensions_size_}; }
    json::object extensions() const;

    /// HTTP status and header fields; 0 and none for results that came over a websocket.
    unsigned http_status() const noexcept { return http_status_; }
    const corogql::headers& headers() const noexcept { return headers_; }
    /// The value of the first header field of that name, whatever its case.
    std::optional<std::string_view> header(std::string_view name) const noexcept;
    /// Attempts it took, this one included.
    unsigned attempts() const noexcept { return attempts_; }

private:
    friend struct detail::result_layout;
    const json::value& required_data() const;

    std::string text_;
    std::uint32_t data_begin_ = 0, data_size_ = 0;
    std::uint32_t extensions_begin_ = 0, extensions_size_ = 0;
    std::uint16_t max_depth_ = 512;
    std::uint16_t http_status_ = 0;
    std::uint32_t attempts_ = 1;
    std::vector<graphql_error> errors_;
    corogql::headers headers_;
    mutable std::atomic<detail::json_tree*> data_{nullptr};
};

template <class T>
T response::data_as(std::string_view field) const {
    return decode_field<T>(required_data(), field, "data");
}

} // namespace corogql
