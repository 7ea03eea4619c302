/// The MAPI engine throws these errors. Texts and statuses are those of `mcli.api.exceptions`.
#pragma once

#include <corogql/error.hpp>

#include <boost/system/system_error.hpp>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::mapi {

/// A request was refused by MAPI, or did not reach it. what() is "Error 404: message", and ". description" where there
/// is one.
///
/// Statuses: 400 misconfigured or an argument missing, 401 credentials missing or invalid, 403 not allowed, 404 not
/// found, 409 the name exists, 429 too many requests, 500 the server failed or its answer makes no sense, 503 MAPI
/// cannot be reached; any other HTTP status as the server sent it. Copying never throws.
class mapi_error : public std::runtime_error {
public:
    /// It is the message of an error that says nothing.
    static constexpr std::string_view default_message = "Unknown Error";

    /// Makes an error of its parts.
    explicit mapi_error(unsigned status, std::string message = std::string(default_message),
                        std::optional<std::string> description = std::nullopt);

    /// Returns the status.
    unsigned status() const noexcept;
    /// Returns the message.
    const std::string& message() const noexcept;
    /// Returns the description; nothing where there is none.
    const std::optional<std::string>& description() const noexcept;

    /// Returns the general client's error beneath: phase, attempts, possibly_executed(). It is null for what MAPI
    /// itself said under a good HTTP status.
    const error* cause() const noexcept;
    /// Sets the general client's error beneath.
    mapi_error& cause(const error& value);

protected:
    /// A wording is a what() of an error's own.
    struct wording {
        /// Holds the text.
        std::string what;
    };
    /// Makes an error whose what() has a wording of its own.
    mapi_error(unsigned status, std::string message, const wording& text);

private:
    struct facts;
    std::shared_ptr<facts> facts_;
};

/// An entry of a GraphQL answer's `errors` says "Bad run request"; the missing values are told under their YAML names.
class run_config_error : public mapi_error {
public:
    /// It stands in the message of such an entry.
    static constexpr std::string_view match_message = "Bad run request";

    /// Makes an error of an entry's status and message.
    explicit run_config_error(unsigned status, std::string_view message);
};

/// A GraphQL answer came with errors, even with a single one. status() is the greatest, message() has their messages,
/// what() a line for each.
class multi_mapi_error : public mapi_error {
public:
    /// Makes an error of entries, of which there is at least one; they are mapi_error or run_config_error.
    explicit multi_mapi_error(std::vector<std::shared_ptr<const mapi_error>> errors);

    /// Returns the entries, each a mapi_error or run_config_error.
    const std::vector<std::shared_ptr<const mapi_error>>& errors() const noexcept { return *errors_; }

private:
    std::shared_ptr<const std::vector<std::shared_ptr<const mapi_error>>> errors_;
};

/// The deadline passed. status() is 504; description() is the last failure before it, if there was one.
class timeout_error : public mapi_error {
public:
    /// Makes an error with the last failure before it.
    explicit timeout_error(std::optional<std::string> last_failure = std::nullopt);
};

/// There is no API key or token, or a configuration file cannot be read.
class config_error : public std::runtime_error {
public:
    /// It is the message where there is no API key and no token.
    static constexpr const char* auth_key_missing =
        "No API key or auth token was found. To create an API key, use `mcli set api-key`.";
    /// It is the message where a Databricks mode has no access token.
    static constexpr const char* access_token_missing = "Access token must be set for Databricks staging";

    using std::runtime_error::runtime_error;
};

/// Cancelling gives this everywhere (code() is boost::asio::error::operation_aborted), with what became of a request.
class request_cancelled : public boost::system::system_error {
public:
    /// Makes an error of the failure before it, and of whether the request may have been done.
    request_cancelled(std::string last_failure, bool possibly_executed);

    /// Returns the failure of the attempt before; empty when the first one was cancelled. It is valid as long as the
    /// exception.
    const std::string& last_failure() const noexcept { return last_failure_; }
    /// Returns whether the server can have executed the operation.
    bool possibly_executed() const noexcept { return possibly_executed_; }

private:
    std::string last_failure_;
    bool possibly_executed_;
};

} // namespace corogql::mapi
