/// What the MAPI engine throws. Texts and statuses are those of `mcli.api.exceptions`.
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

/// A request that MAPI refused, or that did not reach it. what(): "Error 404: message", and ". description" where
/// there is one.
///
/// Statuses: 400 misconfigured or an argument missing, 401 credentials missing or invalid, 403 not allowed, 404 not
/// found, 409 the name exists, 429 too many requests, 500 the server failed or its answer makes no sense, 503 MAPI
/// cannot be reached; any other HTTP status as the server sent it. Copying never throws.
class mapi_error : public std::runtime_error {
public:
    static constexpr std::string_view default_message = "Unknown Error";

    explicit mapi_error(unsigned status, std::string message = std::string(default_message),
                        std::optional<std::string> description = std::nullopt);

    unsigned status() const noexcept;
    const std::string& message() const noexcept;
    const std::optional<std::string>& description() const noexcept;

    /// The general client's error beneath: phase, attempts, possibly_executed(). Null for what MAPI itself
    /// said under a good HTTP status.
    const error* cause() const noexcept;
    mapi_error& cause(const error& value);

protected:
    struct wording {
        std::string what;
    };
    mapi_error(unsigned status, std::string message, const wording& text);

private:
    struct facts;
    std::shared_ptr<facts> facts_;
};

/// One entry of a GraphQL answer's `errors`: "Bad run request", with the missing values under their YAML names.
class run_config_error : public mapi_error {
public:
    static constexpr std::string_view match_message = "Bad run request";

    explicit run_config_error(unsigned status, std::string_view message);
};

/// A GraphQL answer with errors, even with a single one. status(): the greatest; message(): their messages; what():
/// a line for each.
class multi_mapi_error : public mapi_error {
public:
    /// Not empty. Entries are mapi_error or run_config_error.
    explicit multi_mapi_error(std::vector<std::shared_ptr<const mapi_error>> errors);

    const std::vector<std::shared_ptr<const mapi_error>>& errors() const noexcept { return *errors_; }

private:
    std::shared_ptr<const std::vector<std::shared_ptr<const mapi_error>>> errors_;
};

/// The deadline passed. status() is 504; description(): the last failure before it, if there was one.
class timeout_error : public mapi_error {
public:
    explicit timeout_error(std::optional<std::string> last_failure = std::nullopt);
};

/// No API key or token, or a configuration file that cannot be read.
class config_error : public std::runtime_error {
public:
    static constexpr const char* auth_key_missing =
        "No API key or auth token was found. To create an API key, use `mcli set api-key`.";
    static constexpr const char* access_token_missing = "Access token must be set for Databricks staging";

    using std::runtime_error::runtime_error;
};

/// What cancelling gives everywhere (code() is boost::asio::error::operation_aborted), with what became of a request.
class request_cancelled : public boost::system::system_error {
public:
    request_cancelled(std::string last_failure, bool possibly_executed);

    /// Of the attempt before; empty when the first one was cancelled. Valid as long as the exception.
    const std::string& last_failure() const noexcept { return last_failure_; }
    bool possibly_executed() const noexcept { return possibly_executed_; }

private:
    std::string last_failure_;
    bool possibly_executed_;
};

} // namespace corogql::mapi
