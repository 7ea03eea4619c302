#include "engine/http_call.hpp"

#include "engine/batcher.hpp"
#include "engine/cancelled.hpp"
#include "engine/http_request.hpp"
#include "engine/incoming_body.hpp"
#include "engine/interceptor_chain.hpp"
#include "engine/limit_words.hpp"
#include "engine/option_rules.hpp"
#include "engine/received_answer.hpp"

#include "protocol/header_rules.hpp"
#include "protocol/operation.hpp"
#include "protocol/retry.hpp"
#include "protocol/uuid.hpp"
#include "values/result.hpp"
#include "values/text.hpp"
#include "values/thrown.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <variant>

namespace corogql::detail {

namespace {

using protocol::failure_class;

/// What one attempt came to.
struct outcome {
    std::optional<response> answer;
    std::optional<error> failure; ///< in the answer's place
    failure_class severity = failure_class::final;
    std::optional<std::chrono::seconds> retry_after;
    std::optional<std::string> redirect; ///< target within the same origin to send the request to instead
    bool moved = false;                  ///< for good, so that later attempts go there as well
    bool refused_credentials = false;
    bool not_acceptable = false; ///< the server executed nothing, and may know application/json alone
    bool used_before = false;    ///< the connection had served others, and the server may have closed it meanwhile

    /// Nothing to decide about.
    bool good() const { return answer && severity == failure_class::final && answer->errors().empty(); }

    bool possibly_executed() const {
        return failure ? failure->possibly_executed()
                       : answer && severity != failure_class::refused && !refused_credentials;
    }

    unsigned http_status() const {
        return answer ? answer->http_status() : failure ? failure->http_status().value_or(0) : 0;
    }

    void fail(error why) {
        severity = protocol::classify(why);
        retry_after = why.retry_after();
        failure = std::move(why);
    }
};

/// With kind `connect` it is a proxy that has said it.
std::optional<unsigned> status_of_server(const error& failure) {
    return failure.kind() == error_kind::connect ? std::nullopt : failure.http_status();
}

/// A GraphQL answer takes the place of the first attempt's.
struct answered_earlier {};

class http_call {
public:
    using time_point = transport::runtime::time_point;

    http_call(std::shared_ptr<engine> owner, request&& operation, part_of_call* part)
        : engine_(std::move(owner)), operation_(std::move(operation)), settings_(engine_->settings()),
          generation_(engine_->generation()), form_(form_for(part)), part_(part != nullptr),
          earlier_(part ? std::move(part->earlier) : std::monostate()), attempts_(part ? part->attempts : 0),
          refreshed_(part && part->refreshed), limit_(part ? part->limit : std::chrono::nanoseconds(0)) {}

    void hinder(error why) { hindrance_.emplace(std::move(why)); }
    /// `self` is this call, kept alive by the coroutine.
    asio::awaitable<response> run(std::unique_ptr<http_call> self);

private:
    std::unique_ptr<request_form> form_for(part_of_call* part) {
        if (part && part->form) return std::move(part->form);
        return wants_form(settings_.options.http(), operation_) ? make_request_form(*engine_, operation_) : nullptr;
    }
    void prepare(time_point now);
    protocol::operation_kind kind() const {
        return form_ ? form_->kind() : protocol::find_operation(operation_.document(), operation_.operation_name());
    }
    bool batch() const noexcept { return form_ && form_->batch(); }
    std::string_view target() const noexcept {
        if (redirected_to_) return *redirected_to_;
        return out_.get ? out_.target : settings_.http_url.target;
    }
    /// A query that a server's end of the connection overtakes goes out once more; a mutation would have failed.
    http_connection::look how_to_look() const {
        return protocol::plainly_query(operation_) ? http_connection::look::unless_just_used
                                                   : http_connection::look::always;
    }
    bool repeatable(failure_class severity) const {
        return severity != failure_class::final && protocol::may_repeat(severity, kind(), operation_.idempotent());
    }
    /// What is done about a failed attempt; `asked`: retry_if() has decided otherwise than we.
    struct decision {
        retry_verdict verdict;
        bool asked = false;
    };
    decision decide(const outcome& result);
    retry_verdict ask_retry_if(const outcome& result, const retry_verdict& ours) const;
    bool is_repeated(outcome& result, const decision& what);
    bool patient(const outcome& result, const decision& what) const;
    bool affordable(outcome& result, failure_class severity);
    asio::awaitable<void> ask_interceptors(const headers& fields, time_point until);
    void tell_interceptors(outcome& result);
    time_point attempt_deadline(time_point now) const;
    bool has_enough(http_connection& connection);
    void read(transport::http_response_message& message, outcome& result);
    bool goes_on_elsewhere(const outcome& result);
    void begin_anew();
    [[noreturn]] void throw_earlier(outcome& result);
    void note_failure(error& failure);
    error closed() const { return engine_->closed_error().attempts(attempts_).possibly_executed(possibly_executed_); }
    accepted first_accept() const { return in_steps_ ? accepted::steps : accepted::both; }
    accepted accept() const { return only_json_ || engine_->only_json() ? accepted::json : first_accept(); }
    asio::awaitable<void> wait_before_retry(decision what);
    response deliver(outcome& result);
    [[noreturn]] void throw_timeout(error_phase during, std::string_view doing);

    std::shared_ptr<engine> engine_;
    const request operation_;
    const settings& settings_;
    const unsigned generation_;
    const std::unique_ptr<request_form> form_; ///< null: a plain POST
    const bool part_;                          ///< of another call, which is the one that counts
    std::optional<error> hindrance_;           ///< why it cannot even begin
    part_of_call::end earlier_;                ///< what counts as the first attempt's
    outgoing_request out_;
    std::optional<std::string> redirected_to_; ///< the target instead of the URL's
    std::optional<std::string> moved_to_;      ///< where each attempt begins instead
    time_point deadline_;
    std::uint64_t credentials_generation_ = 0;
    unsigned attempts_;
    unsigned retries_ = 0;
    unsigned redirects_ = 0;
    bool refreshed_, excused_ = false;
    std::chrono::nanoseconds limit_; ///< of the whole operation, for people
    time_point attempt_until_ = time_point::max();
    bool possibly_executed_ = false;
    bool in_steps_ = false;         ///< its result may come so
    bool only_json_ = false;        ///< the server had a 406 for more
    bool fresh_connection_ = false; ///< the next attempt must not use the connection of the last
    std::optional<error> last_failure_;
    std::shared_ptr<interceptor_chain> around_; ///< the present attempt
    std::unique_ptr<incoming_body> body_;       ///< its answer's, where that is large or coded
    std::optional<engine::use> in_use_;
};

void http_call::prepare(time_point now) {
    if (!part_) in_use_.emplace(*engine_);
    check_numbers(operation_);
    if (!protocol::plainly_no_subscription(operation_) && kind() == protocol::operation_kind::subscription)
        throw protocol::not_for_execute();
    if (!operation_.headers().empty()) protocol::check_headers(operation_.headers());
    if (!batch()) engine_->counts().requests.add();
    engine_->retries().on_request(now);
    if (form_)
        form_->write(out_);
    else
        out_.body = protocol::to_payload(operation_);
    in_steps_ = protocol::may_come_in_steps(operation_.document());
    const auto limit = operation_.timeout().value_or(settings_.options.timeout());
    deadline_ = deadline(now, limit);
    if (limit_.count() == 0) limit_ = limit;
}

asio::awaitable<response> http_call::run(std::unique_ptr<http_call>) {
    auto now = engine_->runtime().now();
    if (hindrance_) throw error(std::move(*hindrance_));
    prepare(now);
    try {
        for (;; now = engine_->runtime().now()) {
            ++attempts_;
            outcome result;
            bool answered = false;
            const bool others = earlier_.index() != 0; // the attempt was not this call's
            try {
                if (others) throw_earlier(result);
                engine_->counts().attempts.add();
                const auto deadline = attempt_until_ = attempt_deadline(now);
                const bool fresh = std::exchange(fresh_connection_, false);
                credentials_generation_ = engine_->credentials().generation();
                std::optional<credentials> given;
                if (engine_->credentials().has_provider()) given = co_await engine_->credentials().get(deadline);
                const bool plain =
                    !given && !form_ && operation_.headers().empty() && settings_.options.interceptors().empty();
                headers fields;
                if (!plain)
                    fields = fields_of(out_, settings_, accept(), given ? given->headers() : headers(),
                                       operation_.headers());
                if (!settings_.options.interceptors().empty()) {
                    co_await ask_interceptors(fields, deadline);
                    fields = around_->fields();
                    if (engine_->generation() != generation_) throw engine_->closed_error();
                }
                if (out_.files) out_.files->rewind();
                auto lease = engine_->pool().try_acquire(fresh, how_to_look());
                if (!lease) lease.emplace(co_await engine_->pool().acquire(deadline, fresh));
                http_connection& connection = **lease;
                result.used_before = connection.served() > 0;
                write_request(connection.request(), settings_, target(), plain ? nullptr : &fields, accept(), out_);
                if (engine_->generation() != generation_) connection.close(), throw engine_->closed_error();
                body_.reset();
                try {
                    connection.begin(deadline, out_.files);
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
                    possibly_executed_ = possibly_executed_ || connection.sent();
                    connection.fail(std::current_exception());
                }
                answered = true;
                read(connection.answer(), result);
                const unsigned status = connection.answer().status;
                result.not_acceptable = !only_json_ && status == 406 && !(result.answer && result.answer->has_data()) &&
                                        asks_as(first_accept(), connection.request());
                if (status == 421) connection.close(); // it leads to the wrong place, for everybody;
            } catch (const error& caught) {
                result.fail(caught);
                if (answered && caught.kind() == error_kind::callback) result.failure->possibly_executed(true);
            } catch (const answered_earlier&) {
                // It is in the result.
            }
            if (around_) tell_interceptors(result);
            if (engine_->generation() != generation_) {
                possibly_executed_ = possibly_executed_ || result.possibly_executed();
                throw closed();
            }
            if (!others && goes_on_elsewhere(result)) {
                --attempts_; // still the same one
                continue;
            }
            if (result.failure) note_failure(*result.failure);
            if (result.good()) co_return deliver(result);
            const auto what = decide(result);
            if (!what.asked && result.refused_credentials && engine_->credentials().has_provider() && !refreshed_) {
                const bool asked = co_await engine_->credentials().refresh(credentials_generation_, deadline_);
                refreshed_ = asked || std::exchange(excused_, true);
                begin_anew();
                continue;
            }
            if (!is_repeated(result, what)) co_return deliver(result);
            ++retries_;
            begin_anew();
            co_await wait_before_retry(what);
        }
    } catch (const boost::system::system_error& ended) {
        if (engine_->generation() == generation_) rethrow_cancelled(ended); // by the caller
        throw closed();
    } catch (error& thrown) {
        if (thrown.kind() != error_kind::callback) throw;
        throw thrown.attempts(attempts_).possibly_executed(possibly_executed_ || thrown.possibly_executed());
    }
}

http_call::decision http_call::decide(const outcome& result) {
    const auto& options = settings_.options.retry();
    decision what{retry_verdict(result.severity)};
    auto& ours = what.verdict;
    const bool endless = options.retries() < 0;
    if (!batch()) {
        const auto others = attempts_ - retries_; // the first one, and the one with fresh credentials
        ours.attempts(endless ? std::nullopt : std::optional(others + static_cast<unsigned>(options.retries())));
    }
    if (repeatable(result.severity) && (endless || attempts_ < *ours.attempts())) {
        ours.wait(protocol::backoff(options, retries_ + 1, engine_->runtime().random()));
        if (result.retry_after) ours.wait(std::max(ours.wait(), std::chrono::nanoseconds(*result.retry_after)));
    }
    if (!options.retry_if() || batch() || (result.answer && result.answer->errors().empty())) return what;
    const auto named = ask_retry_if(result, ours.decided(false));
    what.asked = named.decided();
    what.verdict = named;
    return what;
}

/// The user's function.
retry_verdict http_call::ask_retry_if(const outcome& result, const retry_verdict& ours) const {
    auto& runtime = engine_->runtime();
    failed_attempt seen(operation_, result.answer ? &*result.answer : nullptr,
                        result.failure ? &*result.failure : nullptr);
    seen.attempts(attempts_).now(runtime.calendar_now());
    if (const auto last = engine_->last_planned(); last > runtime.now()) seen.queue(last - runtime.now());
    try {
        return settings_.options.retry().retry_if()(seen, ours);
    } catch (const error&) {
        throw;
    } catch (...) {
        throw callback_failed("the retry_if function", std::current_exception())
            .attempts(attempts_)
            .possibly_executed(possibly_executed_ || result.possibly_executed());
    }
}

bool http_call::is_repeated(outcome& result, const decision& what) {
    const auto& verdict = what.verdict;
    if (batch() || !repeatable(verdict.kind())) return false;
    if (verdict.attempts() && attempts_ >= *verdict.attempts()) return false;
    return patient(result, what) && (what.asked || affordable(result, verdict.kind()));
}

/// Otherwise more patience is asked for than there is, and what came is final at once.
bool http_call::patient(const outcome& result, const decision& what) const {
    const auto left = deadline_ - engine_->runtime().now();
    if (what.asked) return what.verdict.wait() <= left;
    return !result.retry_after ||
           (*result.retry_after <= settings_.options.retry().retry_after_max() && *result.retry_after <= left);
}

/// What cannot have reached the server burdens nobody.
bool http_call::affordable(outcome& result, failure_class severity) {
    if (severity == failure_class::unsent || engine_->retries().take(engine_->runtime().now())) return true;
    engine_->counts().retries_denied.add();
    if (result.failure)
        result.failure->message(std::string(result.failure->what()) +
                                "; not repeated: the client's retry budget is spent");
    return false;
}

/// Where the URL or a 308 leads: a 307 was for the attempt that it answered.
void http_call::begin_anew() {
    redirected_to_ = moved_to_;
    redirects_ = 0;
}

void http_call::throw_earlier(outcome& result) {
    auto earlier = std::exchange(earlier_, std::monostate());
    if (auto* const failure = std::get_if<error>(&earlier)) throw std::move(*failure);
    result.answer.emplace(std::get<response>(std::move(earlier)));
    throw answered_earlier();
}

asio::awaitable<void> http_call::ask_interceptors(const headers& fields, time_point until) {
    const auto& url = settings_.http_url;
    http_attempt attempt(operation_, out_.get ? "GET" : "POST", url.with_target(std::string(target())), out_.body,
                         attempts_, fields);
    around_ =
        std::make_shared<interceptor_chain>(engine_->runtime(), settings_.options.interceptors(), std::move(attempt));
    return engine_->ask(*around_, until);
}

void http_call::tell_interceptors(outcome& result) {
    http_outcome seen;
    if (result.answer) {
        seen.answer = &*result.answer;
        seen.http_status = result.answer->http_status();
    } else if (result.failure) {
        seen.failure = &*result.failure;
        seen.http_status = status_of_server(*result.failure).value_or(0);
    }
    auto thrown = std::exchange(around_, nullptr)->after(seen);
    if (!thrown) return;
    thrown->possibly_executed(result.possibly_executed());
    result = outcome();
    result.fail(std::move(*thrown));
}

http_call::time_point http_call::attempt_deadline(time_point now) const {
    return std::min(deadline_, deadline(now, settings_.options.attempt_timeout()));
}

bool http_call::goes_on_elsewhere(const outcome& result) {
    if (result.redirect && ++redirects_ <= max_redirects) {
        const bool for_good = result.moved && redirected_to_ == moved_to_;
        redirected_to_ = result.redirect;
        if (for_good) moved_to_ = redirected_to_;
        return true;
    }
    if (result.not_acceptable) return only_json_ = true;
    if (form_ && form_->goes_on(result.http_status(), result.answer ? &*result.answer : nullptr)) {
        form_->write(out_);
        redirected_to_.reset();
        moved_to_.reset();
        return true;
    }
    // The server had closed the idle connection before our request came: nobody's failure, so not an attempt.
    // What was sent whole may still have been read, so a mutation is not repeated on this ground.
    if (!result.failure || !result.used_before || result.failure->kind() != error_kind::lost ||
        !repeatable(result.severity))
        return false;
    fresh_connection_ = true;
    return true;
}

void http_call::note_failure(error& failure) {
    const auto now = engine_->runtime().now();
    const bool late = now >= deadline_;
    const bool timed_out = failure.kind() == error_kind::timeout;
    possibly_executed_ = possibly_executed_ || failure.possibly_executed();
    if (timed_out && !late && now >= attempt_until_)
        name_limit(failure, "attempt_timeout", settings_.options.attempt_timeout());
    if (!late || !timed_out) last_failure_ = failure;
    if (late) throw_timeout(failure.phase(), timed_out ? failure.what() : "");
}

asio::awaitable<void> http_call::wait_before_retry(decision what) {
    auto& runtime = engine_->runtime();
    const auto wait = what.verdict.wait();
    settings_.log("attempt " + std::to_string(attempts_) +
                  " failed: " + (last_failure_ ? last_failure_->what() : "overloaded") + "; next in " +
                  std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(wait).count()) + " ms");
    auto when = std::min(deadline_, runtime.after(wait));
    std::optional<engine::plan> plan;
    if (what.asked) plan.emplace(*engine_, when);
    co_await engine_->sleep_until(when);
    if (runtime.now() >= deadline_)
        throw_timeout(error_phase::receive,
                      "waiting for the next attempt at " + transport::peer_name(settings_.http_endpoint));
}

/// The deadline's error carries the last real failure.
void http_call::throw_timeout(error_phase during, std::string_view doing) {
    auto text = "the deadline passed" + limit_words("timeout", limit_);
    if (!doing.empty()) text.append(": ").append(doing);
    error failure(error_kind::timeout, text);
    failure.phase(during).attempts(attempts_).possibly_executed(possibly_executed_);
    if (last_failure_) {
        failure.message(text + "; the last failure was: " + last_failure_->what());
        failure.last_failure(last_failure_->what()).phase(last_failure_->phase());
        if (const auto status = status_of_server(*last_failure_)) failure.http_status(*status);
        if (last_failure_->retry_after()) failure.retry_after(*last_failure_->retry_after());
    }
    throw failure;
}

response http_call::deliver(outcome& result) {
    if (result.failure) throw result.failure->attempts(attempts_).possibly_executed(possibly_executed_);
    detail::result::of(*result.answer).attempts = attempts_;
    return std::move(*result.answer);
}

/// The rest of an answer that is refused while it comes, or is whole before it ends, is nobody's.
bool http_call::has_enough(http_connection& connection) {
    if (!body_) {
        if (!incoming_body::is_due(connection.answer())) return false;
        body_ = std::make_unique<incoming_body>(settings_, batch());
    }
    if (body_->read(connection.answer())) return false;
    connection.close();
    return true;
}

void http_call::read(transport::http_response_message& message, outcome& result) {
    const auto& fields = message.headers;
    const unsigned status = message.status;
    if (only_json_ && !in_steps_ && status / 100 == 2) engine_->only_json(true);
    try {
        const auto& known = message.known;
        if (!body_ && (known.content_encoding || incoming_body::comes_in_steps(status, known.content_type)))
            body_ = std::make_unique<incoming_body>(settings_, batch());
        if (body_) body_->finish(message);
    } catch (const error& broken) {
        result.failure = broken; // final: it would come the same again
        result.failure->http_status(status).headers(fields.copy());
        return;
    }
    fresh_connection_ = status == 421; // this connection leads to the wrong place (RFC 9110, section 15.5.20)
    auto answer = take_answer(message, engine_->runtime());
    result.retry_after = answer.retry_after;
    const bool limited = status == 429 || ((status == 403 || status == 503) && answer.told_to_wait());
    if (answer.location) {
        result.redirect = redirect_target(settings_, target(), answer);
        result.moved = status == 308;
    }
    const auto& rules = settings_.rules;
    const auto* steps = body_ ? body_->steps() : nullptr;
    auto* const begun = body_ ? body_->json() : nullptr;
    auto judged = steps   ? protocol::read_answer(answer, rules, *steps)
                  : form_ ? form_->read(std::move(answer), rules, begun)
                          : protocol::read_answer(std::move(answer), rules, begun);
    if (auto* failure = std::get_if<error>(&judged)) {
        result.refused_credentials = failure->kind() == error_kind::credentials;
        failure->headers(fields.copy());
        return result.fail(std::move(*failure));
    }
    auto& good = result.answer.emplace(std::get<response>(std::move(judged)));
    auto& facts = detail::result::of(good);
    facts.http_status = status;
    facts.headers = fields;
    result.refused_credentials = !facts.errors.empty() && protocol::says_unauthenticated(good);
    // A server that is overloaded may say so in GraphQL's own words.
    if (limited)
        result.severity = failure_class::refused;
    else
        result.retry_after.reset();
}

void add_missing_header(request& operation, const char* name, const std::string& value) {
    const auto& fields = operation.headers();
    const bool own = std::any_of(fields.begin(), fields.end(),
                                 [&](const auto& field) { return equals_ignoring_case(field.first, name); });
    if (!value.empty() && !own) operation.header(name, value);
}

} // namespace

asio::awaitable<response> call_http(std::shared_ptr<engine> engine, request&& operation, part_of_call* part) {
    std::optional<error> hindrance;
    if (const auto& trace = engine->settings().options.trace()) {
        try {
            const auto context = call_observer("the trace function", trace);
            add_missing_header(operation, "traceparent", context.traceparent);
            add_missing_header(operation, "tracestate", context.tracestate);
        } catch (const error& thrown) {
            hindrance = thrown;
        }
    }
    auto owned = std::make_unique<http_call>(std::move(engine), std::move(operation), part);
    auto& call = *owned;
    if (hindrance) call.hinder(std::move(*hindrance));
    return call.run(std::move(owned));
}

asio::awaitable<response> execute_http(std::shared_ptr<engine> engine, request&& operation) {
    const auto& options = engine->settings().options;
    if (options.retry().idempotency_keys() &&
        protocol::find_operation(operation.document(), operation.operation_name()) ==
            protocol::operation_kind::mutation) {
        auto& runtime = engine->runtime();
        const auto high = runtime.random();
        add_missing_header(operation, "Idempotency-Key", protocol::random_uuid(high, runtime.random()));
        operation.idempotent(true);
    }
    if (options.http().batch_window().count() > 0 && batcher::takes(operation))
        return execute_batched(std::move(engine), std::make_unique<request>(std::move(operation)));
    return call_http(std::move(engine), std::move(operation));
}

} // namespace corogql::detail
