/// What deployments answer, over plain HTTP: `ping` and `predict` of `mcli.api.inference_deployments`.
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

/// A deployment that could not be reached (503), was too slow (408), sent what is no HTTP or too much (500), or
/// answered with another status than a success. what(): "Inference Deployment Server Error 503: message", and ".
/// description" where there is one. Copying never throws.
class inference_error : public std::runtime_error {
public:
    inference_error(unsigned status, std::string message, std::optional<std::string> description, const error& cause);

    unsigned status() const noexcept;
    /// What the deployment said, where it said something.
    const std::string& message() const noexcept;
    const std::optional<std::string>& description() const noexcept;
    /// The failure beneath: phase, possibly_executed().
    const error& cause() const noexcept;

private:
    struct facts;
    std::shared_ptr<const facts> facts_;
};

/// Where a deployment answers.
class deployment_address {
public:
    /// By HTTPS under its public name.
    deployment_address(const deployment& of) : text_("https://" + of.public_dns) {}
    /// Its name, which MAPI is asked for; or its http or https URL, to which the paths are added.
    deployment_address(std::string name_or_url) : text_(std::move(name_or_url)) {}
    deployment_address(const char* name_or_url) : text_(name_or_url) {}

    bool is_url() const noexcept { return text_.starts_with("https://") || text_.starts_with("http://"); }
    const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
};

// One attempt each, within `limit` (zero: any time), after MAPI was asked where a name answers; then they throw what
// run_plural() throws, mapi_error 404 for a name that is not there included. A URL that is none is kind config, one
// with a query kind usage. Dialling, TLS and proxies are those of connection_options::adjust(). Cancelling gives
// boost::system::system_error with operation_aborted.

/// The status of its answer to GET /ping, which is a success. Throws inference_error.
asio::awaitable<unsigned> ping(connection from, deployment_address where,
                               std::chrono::nanoseconds limit = std::chrono::seconds(10));
pending<unsigned> start_ping(connection from, deployment_address where,
                             std::chrono::nanoseconds limit = std::chrono::seconds(10));

/// What it makes of the inputs: its answer to POST /predict, with the connection's key. Throws inference_error; with
/// the status of a success where the answer is no JSON.
asio::awaitable<json::value> predict(connection from, deployment_address where, json::object inputs,
                                     std::chrono::nanoseconds limit = std::chrono::seconds(60));
pending<json::value> start_predict(connection from, deployment_address where, json::object inputs,
                                   std::chrono::nanoseconds limit = std::chrono::seconds(60));

/// The same piece by piece, as POST /predict_stream gives them: each line of its answer, but for null, false, zero and
/// what is empty. `limit` is that of the wait for the next one. Failures are the end.
generator<json::value> predict_stream(connection from, deployment_address where, json::object inputs,
                                      std::chrono::nanoseconds limit = std::chrono::seconds(60));

} // namespace corogql::mapi
