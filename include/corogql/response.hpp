/// A response is the answer to an operation: data, errors and extensions together, whatever the HTTP status was.
#pragma once

#include <corogql/decode.hpp>
#include <corogql/graphql_error.hpp>
#include <corogql/headers.hpp>
#include <corogql/typed/reader.hpp>
#include <corogql/values/text_decoder.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace corogql {

class response;

namespace detail {
struct response_content;
/// Contents that are done with keep their memory for the next ones of the same thread, within limits.
struct content_recycler {
    void operator()(response_content*) const noexcept;
};
using content_ptr = std::unique_ptr<response_content, content_recycler>;
/// Throws a failure to decode a part of an answer's data, which stands at `place`, as the caller is to see it.
[[noreturn]] void throw_with_errors(const response& answer, const json::array& place, const decode_failure& failure);
/// Throws a failure to read the text of an answer's data, likewise.
[[noreturn]] void throw_of_data(const response& answer, const decode_failure& failure);
} // namespace detail

/// A response is a GraphQL execution result (GraphQL specification, section 7.1). It keeps the server's text; values
/// are parsed when they are first asked for, or in the pass that checks a small answer. It is movable, not copyable;
/// const members may be called from several threads.
class response {
public:
    /// Makes a response with nothing in it.
    response() noexcept;
    /// Makes a response of what the library has received.
    explicit response(detail::content_ptr) noexcept;
    /// Moves the response; the other one has nothing in it.
    response(response&&) noexcept;
    /// Drops this response and takes the other's content.
    response& operator=(response&&) noexcept;
    /// Drops the response; values that data() referred to go with it.
    ~response();

    /// Returns the result exactly as it came: `{"data":…}` with `errors` and `extensions` if present, numbers verbatim.
    /// Of one that came in several steps, it is all of them so far as one text.
    const std::string& text() const noexcept;

    /// Returns false when the result has no `data` member: the operation was not executed.
    bool has_data() const noexcept;
    /// Returns the text of `data`; empty without one.
    std::string_view data_text() const noexcept;
    /// Returns `data` as a value; null when there is none or it is null. Throws corogql::error of kind `decode` when
    /// the text holds what no value can (a lone surrogate). Integers of 64 bits are exact; any other number is the
    /// nearest double, beyond all doubles an infinity. The value is valid as long as the response; a copy may outlive
    /// it.
    const json::value& data() const;

    /// Returns `data` decoded to a T (see decode.hpp); where a generated T has views, they are valid as long as the
    /// response. Throws kind `graphql`, with errors() inside, when there is none to decode, and when a null that T
    /// cannot be is there because of an error: what() names the place and that error, the first whose path leads to the
    /// null or into what would have been there, else the first without a path. Kind `decode` names the JSON path of
    /// anything else that does not fit; errors() are inside as well.
    template <class T>
    T data_as() const {
        if constexpr (detail::text_readable<T>)
            return read_data<T>([](typed::reader& in, T& out) { detail::read_text_into(in, out); });
        else
            return decoded_data<T>();
    }
    /// Returns one field of `data`, decoded to a T; it throws what data_as() without a field throws.
    template <class T>
    T data_as(detail::text_argument field) const {
        if constexpr (detail::text_readable<T>)
            return read_data<T>([field](typed::reader& in, T& out) { read_field(in, field, out); });
        else
            return decoded_field<T>(field);
    }

    /// Returns the GraphQL errors of the result; empty without any.
    const std::vector<graphql_error>& errors() const noexcept;
    /// Returns true when there is data and the server sent no errors.
    bool ok() const noexcept { return has_data() && errors().empty(); }
    /// Throws corogql::error of kind `graphql` that carries errors(), unless ok().
    void throw_if_failed() const;

    /// Returns the text of `extensions`; empty when there are none.
    std::string_view extensions_text() const noexcept;
    /// Returns `extensions` as a value; an empty object when there are none.
    json::object extensions() const;

    /// Returns whether the server said that more of this result will come (incremental delivery, `@defer` and
    /// `@stream`). The next event is the same result with that in it. Only events of subscribe() can say so: execute()
    /// waits for all of it.
    bool has_next() const noexcept;

    /// Returns the status of the HTTP answer; 0 for results that came over a websocket.
    unsigned http_status() const noexcept;
    /// Returns the HTTP header fields in their order; none for results that came over a websocket.
    corogql::headers headers() const;
    /// Returns the value of the first header field of that name, whatever its case.
    std::optional<std::string_view> header(std::string_view name) const noexcept;
    /// Returns how many attempts it took, the last one included.
    unsigned attempts() const noexcept;

private:
    friend struct detail::response_content;
    template <class T, class Read>
    T read_data(const Read& read) const {
        T out{};
        typed::reader in(required_text(), &kept_texts());
        try {
            read(in, out);
        } catch (const detail::decode_failure& failure) {
            detail::throw_of_data(*this, failure);
        }
        return out;
    }
    /// Reads a field under the same rules as the member of a described struct.
    template <class T>
    static void read_field(typed::reader& in, std::string_view field, T& out) {
        const typed::reader object = in;
        if (in.enter_member(field)) {
            if constexpr (detail::tells_absence<T>)
                detail::read_text_into(in, out.emplace());
            else
                detail::read_text_into(in, out);
        } else if constexpr (!detail::nullable<T>) {
            object.fail_missing(field);
        }
    }
    template <class T>
    T decoded_data() const {
        const auto& all = required_data();
        try {
            return decode<T>(all, "data");
        } catch (const detail::decode_failure& failure) {
            detail::throw_with_errors(*this, failure.segments(), failure);
        }
    }
    template <class T>
    T decoded_field(std::string_view field) const {
        const auto& all = required_data();
        try {
            return decode_field<T>(all, field, "data");
        } catch (const detail::decode_failure& failure) {
            detail::throw_with_errors(*this, failure.segments(), failure);
        }
    }
    const json::value& required_data() const;
    std::string_view required_text() const;
    typed::kept_texts& kept_texts() const noexcept;
    const detail::response_content& get() const noexcept;

    detail::content_ptr result_; ///< It is null where there is nothing, as after a move.
};

} // namespace corogql
