#include <corogql/mapi/inference.hpp>

#include <corogql/mapi/deployments.hpp>
#include <corogql/mapi/singleton.hpp>

#include "client/executor_hop.hpp"
#include "client/plain_http.hpp"
#include "mapi/connection/connection_state.hpp"
#include "mapi/connection/http_status.hpp"
#include "mapi/models/field_reader.hpp"
#include "mapi/models/trimmed.hpp"
#include "protocol/http/url.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/json/builder.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>

namespace corogql::mapi {

struct inference_error::facts {
    unsigned status;
    std::string message;
    std::optional<std::string> description;
    error cause;
};

namespace {

constexpr const char* not_ready = "The deployment is not reachable: it may not be ready yet, or be failing. Its state "
                                  "is in `describe deployment`, and "
                                  "why it fails in its log";
constexpr const char* too_slow = "The request took too long. An answer that is long to make needs a longer timeout";

std::string words(unsigned status, const std::string& message, const std::optional<std::string>& description) {
    auto text = "Inference Deployment Server Error " + std::to_string(status) + ": " + message;
    if (description) text += ". " + *description;
    return text;
}

/// Makes an error of an answer that is no success.
inference_error turned_down(const error& cause) {
    const unsigned status = cause.http_status().value_or(500);
    auto message = detail::trimmed(cause.body_excerpt());
    if (message.empty()) message = mapi_error::default_message;
    std::optional<std::string> description;
    if (status / 100 == 3) description = "Redirections are not followed";
    if (status == 503) description = not_ready;
    if (status == 408) description = too_slow;
    // As `mcli` has it, whose statuses are those that are registered.
    return inference_error(detail::reason_phrase(status).empty() ? 500 : status, std::move(message),
                           std::move(description), cause);
}

inference_error not_answered(const error& cause, const std::string& url) {
    const bool asked = cause.phase() == error_phase::send || cause.phase() == error_phase::receive;
    switch (cause.kind()) {
    case error_kind::http: return turned_down(cause);
    case error_kind::protocol:
    case error_kind::limit: return inference_error(500, cause.what(), std::nullopt, cause);
    case error_kind::timeout:
        if (asked) return inference_error(408, cause.what(), too_slow, cause);
        [[fallthrough]];
    default: {
        const auto place = corogql::protocol::parse_url(url).display();
        return inference_error(503, (asked ? "Lost the connection to " : "Unable to connect to ") + place, cause.what(),
                               cause);
    }
    }
}

inference_error senseless(unsigned status, std::string reason, const std::string& problem) {
    detailed_error cause(error_kind::protocol, "the deployment's answer is no JSON: " + problem);
    cause.phase(error_phase::receive).http_status(status);
    const std::string text = cause.what();
    return inference_error(status, std::move(reason), text, cause);
}

json::value parse_response(const std::string& text, unsigned status, const std::string& reason) {
    std::string problem;
    auto value = corogql::detail::parse_json(text, problem);
    if (!value) throw senseless(status, reason, problem);
    return std::move(*value);
}

/// Makes the error of a deployment that MAPI does not name an address for.
inference_error nowhere(const std::string& name) {
    const error cause(error_kind::connect, "deployment " + name + " has no address yet");
    return inference_error(503, "Unable to connect to deployment " + name + ": it has no address yet", not_ready,
                           cause);
}

/// Checks a URL, and returns it so that a path may be appended to it.
std::string checked_base(std::string url) {
    const auto parsed = corogql::protocol::parse_url(url);
    if (url.find_first_of("?#") != url.npos)
        throw error(error_kind::usage,
                    "the URL of a deployment ends with its path: " + parsed.display() + ", without ? or #");
    while (url.ends_with('/')) url.pop_back();
    return url;
}

asio::awaitable<std::string> find_url(connection from, deployment_address where) {
    if (where.is_url()) co_return checked_base(where.text());
    object_list<deployment> found =
        co_await from.run_plural<deployment>(get_deployments(deployment_filter(where.text())));
    const deployment one = first_of(std::move(found), deployment_not_found(where.text()));
    if (one.public_dns.empty()) throw nowhere(one.name);
    co_return deployment_address(one).text();
}

using corogql::detail::plain_request;
using corogql::detail::plain_response;
using detail::connection_state;

/// Makes a request. Nothing that is MAPI's goes along but the key, and that only with inputs.
plain_request make_request(const connection_state& from, std::string url, const json::object* inputs,
                           std::chrono::nanoseconds limit) {
    auto options = from.plain_options(std::move(url));
    plain_request what(std::move(options.timeout(limit)), inputs ? "POST" : "GET");
    if (!inputs) return what;
    what.fields = {{"Content-Type", "application/json"}, {"Authorization", from.authorization_header()}};
    what.body = json::serialize(*inputs);
    return what;
}

/// Calls a deployment on the connection's loop, because the settings are those of the loop's client.
asio::awaitable<plain_response> call_on_loop(std::shared_ptr<connection_state> to, plain_request what) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    auto initiate = [here](corogql::detail::result_handler<plain_response> handler,
                           std::shared_ptr<connection_state> state, plain_request asked) {
        const auto loop = detail::executor_of(state);
        auto work = [state = std::move(state), asked = std::move(asked)]() mutable {
            return corogql::detail::call_plain(std::move(asked));
        };
        corogql::detail::cross(loop, here, std::move(work), std::move(handler));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, plain_response)>(
        std::move(initiate), asio::use_awaitable, std::move(to), std::move(what));
}

/// Calls a deployment and returns an answer that is a success; throws inference_error otherwise.
asio::awaitable<plain_response> call(connection from, deployment_address where, const char* path,
                                     const json::object* inputs, std::chrono::nanoseconds limit) {
    std::string url = co_await find_url(from, std::move(where));
    url += path;
    const std::shared_ptr<connection_state> state = detail::state_of(from);
    plain_request what = make_request(*state, url, inputs, limit);
    plain_response answer;
    try {
        answer = co_await call_on_loop(state, std::move(what));
    } catch (const error& failure) {
        throw not_answered(failure, url);
    }
    if (answer.status / 100 != 2) {
        detailed_error cause(error_kind::http, "HTTP " + std::to_string(answer.status));
        throw turned_down(cause.phase(error_phase::receive).http_status(answer.status).body_excerpt(answer.body));
    }
    co_return answer;
}

asio::awaitable<void> give_predictions(yielder<json::value>& out, connection from, deployment_address where,
                                       json::object inputs, std::chrono::nanoseconds limit) {
    std::string url = co_await find_url(from, std::move(where));
    url += "/predict_stream";
    plain_request what = make_request(*detail::state_of(from), url, &inputs, limit);
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    corogql::detail::plain_lines lines(here, std::move(what));
    while (true) {
        std::optional<std::string> line;
        try {
            line = co_await lines.next();
        } catch (const error& failure) {
            throw not_answered(failure, url);
        }
        if (!line) co_return;
        json::value piece = parse_response(*line, 200, "OK");
        if (detail::is_true(piece)) co_await out.yield(std::move(piece));
    }
}

/// Begins the work at once on the connection's loop, as `pending` describes it.
template <class Result>
pending<Result> start(const connection& on, asio::awaitable<Result> work) {
    const auto executor = on.executor();
    const auto signal = std::make_shared<asio::cancellation_signal>();
    auto future =
        asio::co_spawn(executor, std::move(work),
                       asio::bind_executor(executor, asio::bind_cancellation_slot(signal->slot(), asio::use_future)));
    return pending<Result>(std::move(future), [signal, on] {
        asio::dispatch(on.executor(), [signal] { signal->emit(asio::cancellation_type::terminal); });
    });
}

} // namespace

inference_error::inference_error(unsigned status, std::string message, std::optional<std::string> description,
                                 const error& cause)
    : std::runtime_error(words(status, message, description)),
      facts_(std::make_shared<const facts>(facts{status, std::move(message), std::move(description), cause})) {}

unsigned inference_error::status() const noexcept { return facts_->status; }
const std::string& inference_error::message() const noexcept { return facts_->message; }
const std::optional<std::string>& inference_error::description() const noexcept { return facts_->description; }
const error& inference_error::cause() const noexcept { return facts_->cause; }

asio::awaitable<unsigned> ping(connection from, deployment_address where, std::chrono::nanoseconds limit) {
    const plain_response answer = co_await call(from, std::move(where), "/ping", nullptr, limit);
    co_return answer.status;
}

asio::awaitable<json::value> predict(connection from, deployment_address where, json::object inputs,
                                     std::chrono::nanoseconds limit) {
    const plain_response answer = co_await call(from, std::move(where), "/predict", &inputs, limit);
    co_return parse_response(answer.body, answer.status, answer.reason);
}

pending<unsigned> start_ping(connection from, deployment_address where, std::chrono::nanoseconds limit) {
    return start(from, ping(from, std::move(where), limit));
}

pending<json::value> start_predict(connection from, deployment_address where, json::object inputs,
                                   std::chrono::nanoseconds limit) {
    return start(from, predict(from, std::move(where), std::move(inputs), limit));
}

generator<json::value> predict_stream(connection from, deployment_address where, json::object inputs,
                                      std::chrono::nanoseconds limit) {
    const auto loop = from.executor();
    return generate<json::value>(loop, &give_predictions, std::move(from), std::move(where), std::move(inputs), limit);
}

} // namespace corogql::mapi
