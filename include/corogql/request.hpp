/// A request is a GraphQL operation to run: document, variables and what belongs to this one call.
#pragma once

#include <corogql/headers.hpp>
#include <corogql/retry_verdict.hpp>
#include <corogql/upload.hpp>
#include <corogql/values/text_argument.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace corogql {

namespace detail {
class number_texts;
template <class T>
struct encoded; ///< It is in encode.hpp: include that to send variables of types that Boost.JSON does not know.
json::object to_variables(json::value encoded);
} // namespace detail

/// A request is a value type: copy it, keep it, send it again. A null pointer in the place of text is an error of kind
/// `usage`; where a setter takes a `std::string`, of the standard library's. Setters chain:
///
///     request("query($id: ID!) { run(id: $id) { name } }").variable("id", "r-1").timeout(5s)
class request {
public:
    /// Makes a request without a document.
    request() = default;
    /// Makes a request of a document.
    request(std::string document) : document_(std::move(document)) {}
    /// Makes a request of a document; a null pointer throws kind `usage`.
    request(const char* document) : document_(detail::not_null(document)) {}

    /// Sets which operation of the document to run; it is needed only when the document holds several.
    request& operation_name(std::string name) { return operation_name_ = std::move(name), *this; }
    /// Sets all variables.
    request& variables(json::object values) {
        numbers_.reset();
        return variables_ = std::move(values), *this;
    }
    /// Sets all variables from what is encoded as an object: a described struct, or a map. Throws kind `usage` for
    /// anything else.
    template <class T>
        requires(!std::convertible_to<const T&, json::object>)
    request& variables(const T& values) {
        return variables(detail::to_variables(detail::encoded<T>::of(values, "variables")));
    }
    /// Sets one variable and leaves the others. 64-bit integers are sent exactly. nullptr, `std::nullopt` and a null
    /// `const char*` are null.
    request& variable(detail::text_argument name, json::value value) {
        return variables_.insert_or_assign(std::string_view(name), std::move(value)), *this;
    }
    /// Sets one variable to a text, and leaves the others; a null `const char*` is null.
    template <detail::textual Text>
    request& variable(detail::text_argument name, const Text& text) {
        if constexpr (detail::c_text<Text>) {
            const char* const given = text;
            if (!given) return variable(name, json::value(nullptr));
        }
        const std::string_view view = text;
        return variable(name, json::value(json::string_view(view.data(), view.size())));
    }
    /// Sets one variable to a value of any type that encode.hpp knows, which must be included for it; client.hpp has
    /// it. Throws kind `usage` for what has no JSON.
    template <class T>
        requires(!detail::textual<T> && (std::is_enum_v<T> || !std::convertible_to<const T&, json::value>))
    request& variable(detail::text_argument name, const T& value) {
        return variable(name, detail::encoded<T>::of(value, name));
    }
    /// Sets all variables from the text of a JSON object. Its numbers are sent with the digits they have there, also
    /// those that neither integers of 64 bits nor doubles hold; variables() has the value next to them. Throws
    /// corogql::error of kind `usage` for a text that is no JSON object.
    request& variables_json(detail::text_argument text);
    /// Sets one variable from JSON text, whose numbers are sent with the digits they have there, as by
    /// variables_json(). Throws corogql::error of kind `usage` for a text that is not JSON.
    request& variable_json(detail::text_argument name, detail::text_argument text);
    /// Sets an entry of the request's `extensions`.
    request& extension(detail::text_argument name, json::value value) {
        return extensions_.insert_or_assign(std::string_view(name), std::move(value)), *this;
    }
    /// Sets a header for this request's HTTP messages, over the client's own. It is not sent for operations over a
    /// socket, which has only the headers of its upgrade.
    request& header(std::string name, std::string value) {
        return headers_.emplace_back(std::move(name), std::move(value)), *this;
    }
    /// Sets the deadline of the whole operation (all attempts, waits and refreshes); zero: none. Default: the client's.
    request& timeout(std::chrono::nanoseconds limit) { return timeout_ = limit, *this; }
    /// Says that running this mutation twice does no harm, so that an ambiguous failure may be retried. Queries are so
    /// by nature. Default: false.
    request& idempotent(bool yes) { return idempotent_ = yes, *this; }
    /// Sets a key by which the server knows this operation again: it is sent as the header `Idempotency-Key` with every
    /// attempt, which makes the operation idempotent(). Default: none; see also retry_options::idempotency_keys().
    request& idempotency_key(std::string key) { return header("Idempotency-Key", std::move(key)).idempotent(true); }
    /// Sets who decides about this operation's failed attempts in place of retry_options::retry_if(); see there. It is
    /// not for subscriptions, nor over the websocket. Default: none.
    request& retry_if(retry_function function) { return retry_if_ = std::move(function), *this; }
    /// Sends a file with the request, as the variable at this path: "file", "input.photo", "files.0". The variable
    /// itself is null, and lists on the way grow as their items are named, from 0. It goes over HTTP only, as
    /// multipart/form-data.
    template <detail::textual Text>
    request& attach(const Text& variable_path, upload file) {
        const detail::text_argument path(variable_path);
        return attach(std::vector<std::string>{std::string(std::string_view(path))}, std::move(file));
    }
    /// Sends one file at several places of the variables; its bytes are sent once.
    request& attach(std::vector<std::string> variable_paths, upload file) {
        return attachments_.emplace_back(std::move(variable_paths), std::move(file)), *this;
    }
    /// Sets a function that is told how the body of a request with files gets on. Default: none.
    request& on_progress(upload_progress function) { return on_progress_ = std::move(function), *this; }

    /// Sends this identifier as `documentId` in place of the document, to a server that knows the documents it runs
    /// (GraphQL over HTTP, appendix "Persisted Documents"): "sha256:" and the hash in hexadecimal digits, or one of the
    /// server's own. What the client itself finds out of the document it still does. Over a websocket with
    /// graphql-transport-ws an empty `query` stands beside it, as that protocol demands one. Default: none, the
    /// document is sent. See to_trusted_request() for operations that were generated.
    request& document_id(std::string id) { return document_id_ = std::move(id), *this; }

    /// Says that the answer's data is read from its text, as generated and described types do: what data() returns is
    /// made when it is first asked for, and not already when the answer over HTTP is checked. Default: false; requests
    /// of generated operations say so.
    request& data_as_text(bool yes) { return data_as_text_ = yes, *this; }

    /// Sends `variables` even when there are none, for servers that insist on them. Default: false.
    request& empty_variables(bool yes) { return empty_variables_ = yes, *this; }

    /// Returns the document.
    const std::string& document() const noexcept { return document_; }
    /// Returns what is sent in place of the document; empty where that itself is.
    const std::string& document_id() const noexcept { return document_id_; }
    /// Returns which operation of the document is run; empty when it holds one.
    const std::string& operation_name() const noexcept { return operation_name_; }
    /// Returns all variables.
    const json::object& variables() const noexcept { return variables_; }
    /// Returns the request's `extensions`.
    const json::object& extensions() const noexcept { return extensions_; }
    /// Returns the headers for this request alone.
    const corogql::headers& headers() const noexcept { return headers_; }
    /// Returns the deadline of the whole operation; nothing when it is the client's.
    std::optional<std::chrono::nanoseconds> timeout() const noexcept { return timeout_; }
    /// Returns whether running the mutation twice does no harm.
    bool idempotent() const noexcept { return idempotent_; }
    /// Returns who decides about failed attempts; empty when the client's options say it.
    const retry_function& retry_if() const noexcept { return retry_if_; }
    /// An attachment is a file and the places in the variables where it belongs.
    struct attachment {
        /// Makes an attachment of a file at these places.
        attachment(std::vector<std::string> at, upload what) : paths(std::move(at)), file(std::move(what)) {}
        /// Holds the paths of the variables that are the file.
        std::vector<std::string> paths;
        /// Holds the file.
        upload file;
    };
    /// Returns the files that are sent with the request.
    const std::vector<attachment>& attachments() const noexcept { return attachments_; }
    /// Returns the function that is told how the body gets on.
    const upload_progress& on_progress() const noexcept { return on_progress_; }
    /// Returns whether the answer's data is read from its text.
    bool data_as_text() const noexcept { return data_as_text_; }
    /// Returns whether `variables` are sent even when there are none.
    bool empty_variables() const noexcept { return empty_variables_; }
    /// Returns the digits of numbers among the variables, which the library keeps for itself; may be null.
    const std::shared_ptr<const detail::number_texts>& number_texts() const noexcept { return numbers_; }
    /// Sets the digits of numbers among the variables; it is the library's own.
    request& number_texts(std::shared_ptr<const detail::number_texts> texts) {
        return numbers_ = std::move(texts), *this;
    }

private:
    std::string document_, document_id_;
    std::string operation_name_;
    json::object variables_;
    std::shared_ptr<const detail::number_texts> numbers_;
    json::object extensions_;
    corogql::headers headers_;
    std::optional<std::chrono::nanoseconds> timeout_;
    std::vector<attachment> attachments_;
    upload_progress on_progress_;
    bool idempotent_ = false, empty_variables_ = false, data_as_text_ = false;
    retry_function retry_if_;
};

} // namespace corogql
