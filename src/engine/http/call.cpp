#include "engine/http/call.hpp"

#include "engine/http/batcher.hpp"
#include "engine/http/incoming_body.hpp"
#include "engine/http/interceptor_chain.hpp"
#include "engine/http/request.hpp"
#include "engine/shared/cancelled.hpp"
#include "engine/shared/document_rules.hpp"
#include "engine/shared/option_rules.hpp"

#include "protocol/graphql/operation.hpp"
#include "protocol/http/header_rules.hpp"
#include "protocol/http/redirect.hpp"
#include "protocol/http/uuid.hpp"
#include "protocol/retry/attempts.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/thrown.hpp"
#include "values/response_content.hpp"
#include "values/text/ascii.hpp"

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <utility>

namespace corogql::engine {

namespace {

using protocol::outcome;
using step_action = protocol::step::action;

class http_call {
public:
    using time_point = transport::runtime::time_point;

    http_call(std::shared_ptr<call_context> owner, request&& operation, part_of_call* part)
        : context_(std::move(owner)), operation_(std::move(operation)), settings_(context_->settings()),
          generation_(context_->generation()), form_(form_for(part)), part_(part != nullptr),
          attempts_(operation_, settings_.options.retry(), context_->retries(),
                    form_ ? std::optional(form_->kind()) : std::nullopt) {
        if (!part) return;
        limits_.whole = part->limit;
        if (!part->earlier) return;
        came_ = std::move(part->earlier);
        credentials_generation_ = part->credentials_generation;
        attempts_.begun_elsewhere();
    }

    void hinder(error why) { hindrance_.emplace(std::move(why)); }
    /// Runs the call to its end. `self` is this call, kept alive by the coroutine.
    asio::awaitable<response> run(std::unique_ptr<http_call> self);

private:
    std::unique_ptr<request_form> form_for(part_of_call* part) {
        if (part && part->form) return std::move(part->form);
        return wants_form(settings_.options.http(), operation_) ? make_request_form(*context_, operation_) : nullptr;
    }
    void prepare(time_point now);
    bool batch() const noexcept { return form_ && form_->batch(); }
    bool closed() const noexcept { return context_->generation() != generation_; }
    std::string_view target() const noexcept {
        if (!attempts_.route().target().empty()) return attempts_.route().target();
        return out_.get ? out_.target : settings_.http_url.target;
    }
    /// Says how closely to look at an idle connection. A query that a server's end of the connection overtakes goes out
    /// once more; a mutation would have failed.
    http_connection::look how_to_look() const {
        return protocol::plainly_query(operation_) ? http_connection::look::unless_just_used
                                                   : http_connection::look::always;
    }
    accepted first_accept() const { return in_steps_ ? accepted::steps : accepted::both; }
    accepted accept() const { return attempts_.only_json() || context_->only_json() ? accepted::json : first_accept(); }

    /// Makes one attempt. What the attempt came to is in `came_` then.
    asio::awaitable<void> attempt();
    asio::awaitable<void> ask_interceptors(const headers& fields, time_point until);
    void tell_interceptors(outcome& came);
    bool has_enough(http_connection& connection);
    outcome read(http_connection& connection, const headers& sent);
    outcome judge(detail::http_response& message);

    protocol::attempts::facts facts() const;
    /// Does what the next attempt needs.
    asio::awaitable<void> obey(const protocol::step& next);
    asio::awaitable<void> wait(const protocol::step& next);

    std::shared_ptr<call_context> context_;
    const request operation_;
    const settings& settings_;
    const unsigned generation_;
    const std::unique_ptr<request_form> form_; ///< Null for a plain POST.
    const bool part_;                          ///< The call is part of another call, which is the one that counts.
    protocol::attempts attempts_;
    protocol::attempts::limits limits_;
    std::optional<error> hindrance_; ///< Why the call cannot even begin.
    std::optional<outcome> came_;    ///< What the last attempt came to.
    outgoing_request out_;
    std::uint64_t credentials_generation_ = 0;
    bool in_steps_ = false;                     ///< The result may come in steps.
    std::shared_ptr<interceptor_chain> around_; ///< The interceptors around the present attempt.
    std::unique_ptr<incoming_body> body_;       ///< The answer's body if it is large, coded or in steps.
    std::optional<call_context::use> in_use_;
};

void http_call::prepare(time_point now) {
    if (!part_) in_use_.emplace(*context_);
    check_numbers(operation_);
    if (!protocol::plainly_no_subscription(operation_) && attempts_.kind() == protocol::operation_kind::subscription)
        throw protocol::not_for_execute();
    if (!operation_.headers().empty()) protocol::check_headers(operation_.headers());
    if (!batch()) context_->counts().requests.add();
    context_->retries().on_request(now);
    if (form_)
        form_->write(out_);
    else
        out_.body = protocol::to_payload(operation_);
    in_steps_ = protocol::may_come_in_steps(operation_.document());
    const auto limit = operation_.timeout().value_or(settings_.options.timeout());
    limits_.deadline = deadline(now, limit);
    if (limits_.whole.count() == 0) limits_.whole = limit;
    limits_.attempt = settings_.options.attempt_timeout();
    limits_.once = batch();
    attempts_.limit(limits_);
}

asio::awaitable<response> http_call::run(std::unique_ptr<http_call>) {
    if (hindrance_) throw error(std::move(*hindrance_));
    prepare(context_->runtime().now());
    try {
        for (;; came_.reset()) {
            if (!came_) co_await attempt();
            if (closed()) {
                if (came_->possibly_executed()) attempts_.on_sent();
                throw attempts_.ended(context_->closed_error());
            }
            if (came_->good()) co_return attempts_.deliver(*came_);
            const auto next = attempts_.after(*came_, facts());
            if (next.denied) context_->counts().retries_denied.add();
            if (next.what == step_action::end) co_return attempts_.deliver(*came_);
            co_await obey(next);
        }
    } catch (const boost::system::system_error& ended) {
        if (!closed()) rethrow_cancelled(ended); // by the caller
        throw attempts_.ended(context_->closed_error());
    } catch (error& thrown) {
        if (thrown.kind() != error_kind::callback) throw;
        if (thrown.possibly_executed()) attempts_.on_sent();
        throw attempts_.ended(thrown);
    }
}

asio::awaitable<void> http_call::attempt() {
    bool answered = false, used_before = false;
    try {
        context_->counts().attempts.add();
        const auto until = attempts_.begin(context_->runtime().now());
        const bool fresh = attempts_.fresh_connection();
        credentials_generation_ = context_->credentials().generation();
        std::optional<credentials> given;
        if (context_->credentials().has_provider()) given = co_await context_->credentials().get(until);
        const bool plain = !given && !form_ && operation_.headers().empty() && settings_.options.interceptors().empty();
        headers fields;
        if (!plain)
            fields = fields_of(out_, settings_, accept(), given ? given->headers() : headers(), operation_.headers());
        if (!settings_.options.interceptors().empty()) {
            co_await ask_interceptors(fields, until);
            fields = around_->fields();
            if (closed()) throw context_->closed_error();
        }
        if (out_.files) out_.files->rewind();
        auto lease = context_->pool().try_acquire(fresh, how_to_look());
        if (!lease) lease.emplace(co_await context_->pool().acquire(until, fresh));
        http_connection& connection = **lease;
        used_before = connection.served() > 0;
        const auto* ready = plain ? &post_head_for(settings_, accept()) : nullptr;
        const headers& sent = ready ? ready->fields : fields;
        if (closed()) connection.close(), throw context_->closed_error();
        body_.reset();
        try {
            connection.begin(to_http(out_, settings_, target(), sent, ready ? &ready->prepared : nullptr), until,
                             out_.files);
            if (connection.sends_beside())
                connection.send_beside();
            else if (!connection.sent())
                co_await connection.send();
            while (!connection.answered()) {
                const std::size_t size = co_await connection.read();
                connection.take(size);
                if (!connection.answered() && has_enough(connection)) break;
            }
        } catch (...) {
            if (connection.sent()) attempts_.on_sent();
            connection.fail(std::current_exception());
        }
        answered = true;
        came_ = read(connection, sent);
    } catch (const error& caught) {
        came_ = caught;
        if (answered && caught.kind() == error_kind::callback)
            came_->came.error() = detailed_error(caught).possibly_executed(true);
    }
    came_->used_before = used_before;
    if (around_) tell_interceptors(*came_);
    if (form_ && !came_->redirect && !came_->not_acceptable)
        came_->other_form = form_->goes_on(came_->http_status(), came_->answer());
}

asio::awaitable<void> http_call::ask_interceptors(const headers& fields, time_point until) {
    const auto& url = settings_.http_url;
    http_attempt attempt(operation_, out_.get ? "GET" : "POST", url.with_target(std::string(target())), out_.body,
                         attempts_.number(), fields);
    around_ =
        std::make_shared<interceptor_chain>(context_->runtime(), settings_.options.interceptors(), std::move(attempt));
    return context_->ask(*around_, until);
}

void http_call::tell_interceptors(outcome& came) {
    http_outcome seen;
    seen.answer = came.answer();
    seen.failure = came.failure();
    // With kind `connect` it is a proxy that has said it.
    if (came.came || came.came.error().kind() != error_kind::connect) seen.http_status = came.http_status();
    auto thrown = std::exchange(around_, nullptr)->after(seen);
    if (!thrown) return;
    came = detailed_error(*thrown).possibly_executed(came.possibly_executed());
}

/// Closes the connection and returns true if the rest of the answer is nobody's: the answer is refused while it comes,
/// or is whole before it ends.
bool http_call::has_enough(http_connection& connection) {
    if (!body_) {
        if (!incoming_body::is_due(connection.answer())) return false;
        body_ = std::make_unique<incoming_body>(settings_, batch());
    }
    if (body_->read(connection.answer())) return false;
    connection.close();
    return true;
}

outcome http_call::read(http_connection& connection, const headers& sent) {
    auto came = judge(connection.answer());
    const unsigned status = connection.answer().status;
    came.not_acceptable = !attempts_.only_json() && status == 406 && !(came.came && came.came->has_data()) &&
                          asks_as(first_accept(), sent);
    if (status == 421) connection.close(); // it leads to the wrong place, for everybody
    return came;
}

outcome http_call::judge(detail::http_response& message) {
    const auto& fields = message.headers;
    const unsigned status = message.status;
    if (attempts_.only_json() && !in_steps_ && status / 100 == 2) context_->only_json(true);
    try {
        const auto& known = message.known;
        if (!body_ && (known.content_encoding || incoming_body::comes_in_steps(status, known.content_type)))
            body_ = std::make_unique<incoming_body>(settings_, batch());
        if (body_) body_->finish(message);
    } catch (error& broken) {
        return outcome::final(detailed_error(broken).http_status(status).headers(fields.copy()));
    }
    protocol::rate_limit limit;
    if (protocol::may_limit_rate(message))
        limit = protocol::read_rate_limit(message, context_->runtime().calendar_now());
    std::optional<std::string> redirect;
    if (message.known.location) redirect = protocol::redirect_target(settings_.http_url, target(), message);
    const auto& rules = settings_.rules;
    const auto* steps = body_ ? body_->steps() : nullptr;
    auto* const begun = body_ ? body_->json() : nullptr;
    const auto made = protocol::values_for(operation_);
    auto judged = steps   ? protocol::read_response(message, rules, *steps)
                  : form_ ? form_->read(message, limit, rules, begun, made)
                          : protocol::read_response(message, limit, rules, begun, made);
    if (!judged) {
        outcome came(detailed_error(judged.error()).headers(fields.copy()));
        came.refused_credentials = came.came.error().kind() == error_kind::credentials;
        came.redirect = std::move(redirect);
        came.moved = status == 308;
        return came;
    }
    outcome came(std::move(*judged));
    auto& content = detail::response_content::of(*came.came);
    content.http_status = status;
    content.headers = fields;
    came.refused_credentials = !content.errors.empty() && protocol::says_unauthenticated(*came.came);
    came.redirect = std::move(redirect);
    came.moved = status == 308;
    // A server that is overloaded may say so in GraphQL's own words.
    if (status != 429 && !((status == 403 || status == 503) && limit.told_to_wait())) return came;
    came.severity = protocol::failure_class::refused;
    came.retry_after = limit.retry_after;
    return came;
}

protocol::attempts::facts http_call::facts() const {
    auto& runtime = context_->runtime();
    protocol::attempts::facts at;
    at.now = runtime.now();
    at.calendar_now = runtime.calendar_now();
    at.random = runtime.random();
    if (const auto last = context_->last_planned(); last > at.now) at.queue = last - at.now;
    at.has_provider = context_->credentials().has_provider();
    return at;
}

asio::awaitable<void> http_call::obey(const protocol::step& next) {
    switch (next.what) {
    case step_action::end: break;
    case step_action::again:
        if (came_->other_form) form_->write(out_);
        break;
    case step_action::refresh_then_again:
        attempts_.on_refreshed(co_await context_->credentials().refresh(credentials_generation_, limits_.deadline));
        break;
    case step_action::wait_then_again: co_await wait(next);
    }
}

asio::awaitable<void> http_call::wait(const protocol::step& next) {
    auto& runtime = context_->runtime();
    const auto& last = attempts_.last_failure();
    settings_.log("attempt " + std::to_string(attempts_.number()) + " failed: " + (last ? last->what() : "overloaded") +
                  "; next in " +
                  std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(next.wait).count()) + " ms");
    auto when = std::min(limits_.deadline, runtime.after(next.wait));
    std::optional<call_context::plan> plan;
    if (next.planned) plan.emplace(*context_, when);
    co_await context_->sleep_until(when);
    if (runtime.now() >= limits_.deadline)
        throw attempts_.timed_out(error_phase::receive,
                                  "waiting for the next attempt at " + transport::peer_name(settings_.http_endpoint));
}

void add_missing_header(request& operation, const char* name, const std::string& value) {
    const auto& fields = operation.headers();
    const bool own = std::any_of(fields.begin(), fields.end(),
                                 [&](const auto& field) { return detail::equals_ignoring_case(field.first, name); });
    if (!value.empty() && !own) operation.header(name, value);
}

} // namespace

asio::awaitable<response> call_http(std::shared_ptr<call_context> context, request&& operation, part_of_call* part) {
    std::optional<error> hindrance;
    if (const auto& trace = context->settings().options.trace()) {
        try {
            const auto traced = detail::call_observer("the trace function", trace);
            add_missing_header(operation, "traceparent", traced.traceparent);
            add_missing_header(operation, "tracestate", traced.tracestate);
        } catch (const error& thrown) {
            hindrance = thrown;
        }
    }
    auto owned = std::make_unique<http_call>(std::move(context), std::move(operation), part);
    auto& call = *owned;
    if (hindrance) call.hinder(std::move(*hindrance));
    return call.run(std::move(owned));
}

namespace {

asio::awaitable<response> refused(error why) {
    throw error(std::move(why));
    co_return response();
}

} // namespace

asio::awaitable<response> execute_http(std::shared_ptr<call_context> context, request&& operation) {
    const auto& options = context->settings().options;
    if (auto refusal = refusal_of(options, operation)) return refused(std::move(*refusal));
    if (options.retry().idempotency_keys() &&
        protocol::find_operation(operation.document(), operation.operation_name()) ==
            protocol::operation_kind::mutation) {
        auto& runtime = context->runtime();
        const auto high = runtime.random();
        add_missing_header(operation, "Idempotency-Key", protocol::random_uuid(high, runtime.random()));
        operation.idempotent(true);
    }
    if (options.http().batch_window().count() > 0 && batcher::takes(operation))
        return execute_batched(std::move(context), std::make_unique<request>(std::move(operation)));
    return call_http(std::move(context), std::move(operation));
}

} // namespace corogql::engine
