/// Deployments answer over plain HTTP: these are `ping` and `predict` of `mcli.api.inference_deployments`.
///
/// Each call is one attempt, within `limit` (zero: any time), after MAPI was asked where a name answers; then it throws
/// what run_plural() throws, mapi_error 404 for a name that is not there included. A URL that is none is kind `config`,
/// one with a query kind `usage`. Dialling, TLS and proxies are those of connection_options::adjust(). Cancelling gives
/// boost::system::system_error with operation_aborted.
#pragma once

#include <corogql/generator.hpp>
#include <corogql/mapi/connection.hpp>
#include <corogql/mapi/deployment.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace corogql::mapi {

/// A deployment could not be reached (503), was too slow (408), sent what is no HTTP or too much (500), or answered
/// with another status than a success. what() is "Inference Deployment Server Error 503: message", and ". description"
/// where there is one. Copying never throws.
class inference_error : public std::runtime_error {
public:
    /// Makes an error of its parts.
    inference_error(unsigned status, std::string message, std::optional<std::string> description, const error& cause);

    /// Returns the status.
    unsigned status() const noexcept;
    /// Returns what the deployment said, where it said something.
    const std::string& message() const noexcept;
    /// Returns the description; nothing where there is none.
    const std::optional<std::string>& description() const noexcept;
    /// Returns the failure beneath: phase, possibly_executed().
    const error& cause() const noexcept;

private:
    struct facts;
    std::shared_ptr<const facts> facts_;
};

/// An address says where a deployment answers.
class deployment_address {
public:
    /// Makes the address of a deployment, by HTTPS under its public name.
    deployment_address(const deployment& of) : text_("https://" + of.public_dns) {}
    /// Makes an address of a name, which MAPI is asked for, or of an http or https URL, to which the paths are added.
    deployment_address(std::string name_or_url) : text_(std::move(name_or_url)) {}
    /// Makes an address of a name or a URL, as from a string.
    deployment_address(const char* name_or_url) : text_(name_or_url) {}

    /// Returns whether it is a URL.
    bool is_url() const noexcept { return text_.starts_with("https://") || text_.starts_with("http://"); }
    /// Returns the name or the URL.
    const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
};

/// Asks a deployment with GET /ping whether it is there, and returns the status of its answer, which is a success.
/// Throws inference_error; `limit` is 10 s unless it is given.
asio::awaitable<unsigned> ping(connection from, deployment_address where,
                               std::chrono::nanoseconds limit = std::chrono::seconds(10));
/// Begins ping() at once, for code that blocks, and returns a future whose cancel() ends it.
pending<unsigned> start_ping(connection from, deployment_address where,
                             std::chrono::nanoseconds limit = std::chrono::seconds(10));

/// Returns what a deployment makes of the inputs: its answer to POST /predict, with the connection's key. Throws
/// inference_error; with the status of a success where the answer is no JSON. `limit` is 60 s unless it is given.
asio::awaitable<json::value> predict(connection from, deployment_address where, json::object inputs,
                                     std::chrono::nanoseconds limit = std::chrono::seconds(60));
/// Begins predict() at once, for code that blocks, and returns a future whose cancel() ends it.
pending<json::value> start_predict(connection from, deployment_address where, json::object inputs,
                                   std::chrono::nanoseconds limit = std::chrono::seconds(60));

/// Gives what a deployment makes of the inputs piece by piece, as POST /predict_stream gives it: each line of its
/// answer, but for null, false, zero and what is empty. `limit` is that of the wait for the next one, 60 s unless it is
/// given. Failures are the end.
generator<json::value> predict_stream(connection from, deployment_address where, json::object inputs,
                                      std::chrono::nanoseconds limit = std::chrono::seconds(60));

} // namespace corogql::mapi
