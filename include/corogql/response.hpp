/// The answer to an operation: data, errors and extensions together, whatever the HTTP status was.
#pragma once

#include <corogql/decode.hpp>
#include <corogql/graphql_error.hpp>
#include <corogql/headers.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace corogql {

namespace detail {
struct result;
}

/// A GraphQL execution result (GraphQL specification, section 7.1). It keeps the server's text; values are parsed
/// when they are first asked for, or in the pass that checks a small answer. Movable, not copyable; const members may
/// be called from several threads.
class response {
public:
    response() noexcept;
    explicit response(std::unique_ptr<detail::result>) noexcept; ///< the library's own
    response(response&&) noexcept;
    response& operator=(response&&) noexcept;
    ~response();

    /// The result exactly as it came: `{"data":…}` with `errors` and `extensions` if present, numbers verbatim. Of one
    /// that came in several steps, all of them so far as one text.
    const std::string& text() const noexcept;

    /// False when the result has no `data` member: the operation was not executed.
    bool has_data() const noexcept;
    /// The text of `data`; empty without one.
    std::string_view data_text() const noexcept;
    /// `data` as a value; null when there is none or it is null. Throws corogql::error of kind decode when the
    /// text holds what no value can (a lone surrogate). Integers of 64 bits are exact; any other number is the nearest
    /// double, beyond all doubles an infinity.
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

    const std::vector<graphql_error>& errors() const noexcept;
    /// True when there is data and the server sent no errors.
    bool ok() const noexcept { return has_data() && errors().empty(); }
    /// Throws corogql::error of kind graphql that carries errors(), unless ok().
    void throw_if_failed() const;

    /// The text of `extensions`, and its value (empty object when there are none).
    std::string_view extensions_text() const noexcept;
    json::object extensions() const;

    /// Incremental delivery (`@defer` and `@stream`): the server said that more of this result will come. The next
    /// event is the same result with that in it. Only events of subscribe() can say so: execute() waits for all of it.
    bool has_next() const noexcept;

    /// 0 for results that came over a websocket.
    unsigned http_status() const noexcept;
    /// The HTTP header fields in their order; none for results that came over a websocket.
    corogql::headers headers() const;
    /// The value of the first header field of that name, whatever its case.
    std::optional<std::string_view> header(std::string_view name) const noexcept;
    /// Attempts it took, this one included.
    unsigned attempts() const noexcept;

private:
    friend struct detail::result;
    const json::value& required_data() const;
    const detail::result& get() const noexcept;

    std::unique_ptr<detail::result> result_; ///< null: nothing, after a move
};

template <class T>
T response::data_as(std::string_view field) const {
    return decode_field<T>(required_data(), field, "data");
}

} // namespace corogql
