#include "engine/shared/observation.hpp"

#include "values/errors/detailed_error.hpp"
#include "values/errors/thrown.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <utility>

namespace corogql::engine {

namespace {

std::string_view name_of(const std::optional<subscription_transport>& transport) {
    if (!transport) return "http";
    switch (*transport) {
    case subscription_transport::websocket: return "websocket";
    case subscription_transport::sse: return "sse";
    case subscription_transport::sse_single: return "sse-single";
    case subscription_transport::multipart: break;
    }
    return "multipart";
}

} // namespace

observation::observation(std::shared_ptr<const settings> settings, std::shared_ptr<transport::runtime> runtime,
                         std::unique_ptr<operation_observer> observer)
    : settings_(std::move(settings)), runtime_(std::move(runtime)), began_(runtime_->now()),
      observer_(std::move(observer)) {}

std::unique_ptr<observation> observation::begin(std::shared_ptr<const settings> settings,
                                                std::shared_ptr<transport::runtime> runtime, const subject& what) {
    const auto& observe = settings->options.observe();
    if (!observe) return nullptr;
    const auto& url =
        what.transport == subscription_transport::websocket ? settings->websocket_url : settings->http_url;
    const operation_begin seen{.type = what.kind,
                               .name = what.name,
                               .document = what.document,
                               .transport = name_of(what.transport),
                               .url = url.display(),
                               .host = url.host,
                               .port = url.port};
    auto observer = detail::call_observer("the observe function", observe, seen);
    if (!observer) return nullptr;
    return std::unique_ptr<observation>(new observation(std::move(settings), std::move(runtime), std::move(observer)));
}

std::exception_ptr observation::end(const response& answer) {
    operation_end how{.answer = &answer, .attempts = answer.attempts(), .http_status = answer.http_status()};
    return tell(how, error_phase::receive, true);
}

std::exception_ptr observation::end(std::exception_ptr failure) {
    operation_end how;
    try {
        std::rethrow_exception(failure);
    } catch (const error& known) {
        how.attempts = known.attempts();
        return tell(how, std::move(failure), known);
    } catch (const boost::system::system_error& cut) {
        if (cut.code() == boost::asio::error::operation_aborted) how.cancelled = true; // by the caller
        return tell(how, std::move(failure), error(error_kind::callback, cut.code().message()));
    } catch (...) {
        return tell(how, failure, error(error_kind::callback, detail::words_of(failure)));
    }
}

std::exception_ptr observation::end(std::exception_ptr failure, const progress& at) {
    operation_end how{.attempts = at.sent, .events = at.events};
    if (!failure) return tell(how, error_phase::stream, at.sent > 0);
    try {
        std::rethrow_exception(failure);
    } catch (const error& known) {
        return tell(how, std::move(failure), known);
    } catch (...) {
        return tell(how, failure, error(error_kind::callback, detail::words_of(failure)));
    }
}

void observation::left(const progress& at) {
    operation_end how{.cancelled = true, .attempts = at.sent, .events = at.events};
    try {
        if (const auto thrown = tell(how, error_phase::stream, at.sent > 0)) settings_->log(detail::words_of(thrown));
    } catch (const error&) {
        // Nobody is left to be told.
    }
}

std::exception_ptr observation::tell(operation_end& how, std::exception_ptr failure, const error& known) {
    if (!how.cancelled) how.failure = &known;
    // With kind `connect` the status is a proxy's.
    if (known.kind() != error_kind::connect) how.http_status = known.http_status().value_or(0);
    if (auto thrown = tell(how, known.phase(), known.possibly_executed())) return thrown;
    return failure;
}

std::exception_ptr observation::tell(operation_end& how, error_phase phase, bool possibly_executed) {
    const auto observer = std::exchange(observer_, nullptr);
    if (!observer) return nullptr;
    how.took = runtime_->now() - began_;
    try {
        observer->end(how);
    } catch (...) {
        return std::make_exception_ptr(detailed_error(detail::callback_failed("the observer", std::current_exception()))
                                           .phase(phase)
                                           .possibly_executed(possibly_executed)
                                           .attempts(how.attempts));
    }
    return nullptr;
}

} // namespace corogql::engine
