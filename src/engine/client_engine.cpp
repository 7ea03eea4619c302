#include "engine/client_engine.hpp"

#include "engine/shared/cancelled.hpp"
#include "engine/shared/document_rules.hpp"
#include "engine/shared/observation.hpp"
#include "engine/shared/option_rules.hpp"
#include "engine/subscriptions/subscribe_rules.hpp"
#include "engine/subscriptions/supervisor.hpp"
#include "transport/tls/context.hpp"
#include "values/errors/thrown.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>

namespace corogql::engine {

namespace {

using executor_keeping = transport::kept<asio::any_io_executor>;

std::shared_ptr<const executor_keeping> keep(const asio::any_io_executor& executor) {
    auto& context = asio::query(executor, asio::execution::context);
    return std::make_shared<const executor_keeping>(context, std::make_shared<asio::any_io_executor>(executor));
}

/// Fails a stream that goes down with the context before the engine has got it.
class on_its_way {
public:
    explicit on_its_way(std::shared_ptr<event_channel> events) noexcept : events_(std::move(events)) {}
    on_its_way(on_its_way&&) noexcept = default;
    ~on_its_way() {
        if (events_) events_->fail(std::make_exception_ptr(detail::context_gone()));
    }
    void arrive() noexcept { events_.reset(); }

private:
    std::shared_ptr<event_channel> events_;
};

} // namespace

client_engine::client_engine(std::shared_ptr<transport::runtime> runtime,
                             std::shared_ptr<const engine::settings> settings)
    : call_context(std::move(runtime), std::move(settings)), executor_(runtime_->executor()),
      kept_executor_(keep(executor_)), supervisor_(make_supervisor(subscription_transport::websocket, false)),
      event_stream_(make_supervisor(subscription_transport::sse_single, false)) {}

client_engine::~client_engine() = default;

std::shared_ptr<supervisor> client_engine::make_supervisor(subscription_transport transport, bool own) const {
    return std::make_shared<supervisor>(runtime_, settings_, credentials_, pool_, counts_, transport, own);
}

/// Returns the supervisor that all subscriptions over `transport` share; null if each of them has one of its own.
std::shared_ptr<supervisor> client_engine::shared_by(subscription_transport transport) const {
    switch (transport) {
    case subscription_transport::websocket: return supervisor_;
    case subscription_transport::sse_single: return event_stream_;
    case subscription_transport::sse:
    case subscription_transport::multipart: break;
    }
    return nullptr;
}

void client_engine::retry_now() {
    end_pauses();
    for (const auto& sockets : all_sockets()) sockets->retry_now();
}

std::shared_ptr<event_channel> client_engine::subscribe(const request& operation, const subscribe_options& options,
                                                        bool whole_only) {
    check_numbers(operation);
    check_numbers(options);
    check_subscription(operation, options);
    if (auto refusal = refusal_of(settings_->options, operation)) throw error(std::move(*refusal));
    const auto limit = operation.timeout().value_or(settings_->options.timeout());
    const auto kind = protocol::find_operation(operation.document(), operation.operation_name());
    const auto events = std::make_shared<event_channel>(kept_executor_, options, kind, settings_->options);
    protocol::check_text(protocol::parts_of(operation));
    const auto transport = options.over().value_or(settings_->options.subscriptions_over());
    auto sockets = options.own_socket() ? nullptr : shared_by(transport);
    const bool own = !sockets;
    if (own) sockets = make_supervisor(transport, true);
    events->listen(sockets);
    supervisor::operations entry;
    entry.emplace_back(operation, kind, options, events).whole_only = whole_only;
    on_its_way undelivered(events);
    asio::post(executor(), [self = self(), sockets, own, transport, entry = std::move(entry), limit,
                            first = options.first_event_timeout(), undelivered = std::move(undelivered)]() mutable {
        undelivered.arrive();
        if (own) self->keep_own(sockets);
        auto& live = entry.front();
        live.share_text(self->texts_);
        try {
            if (!live.whole_only) self->observe(live, transport);
            if (const auto& trace = self->settings_->options.trace())
                live.trace(detail::call_observer("the trace function", trace));
        } catch (const error&) {
            auto reason = std::current_exception();
            if (live.observed) reason = live.observed->end(std::move(reason));
            return live.events->fail(std::move(reason));
        }
        sockets->add(std::move(entry), limit, first);
    });
    return events;
}

void client_engine::observe(live_operation& operation, subscription_transport transport) const {
    const observation::subject what{operation.document(), operation.name(), operation.kind(), transport};
    operation.observed = observation::begin(settings_, runtime_, what);
}

/// Remembers the supervisor of a single subscription. Those that have gone are looked for only when the list has
/// doubled: a search for each new one would cost the square of their number.
void client_engine::keep_own(const std::shared_ptr<supervisor>& sockets) {
    own_sockets_.push_back(sockets);
    if (own_sockets_.size() <= most_own_sockets_) return;
    std::erase_if(own_sockets_, [](const auto& old) { return old.expired(); });
    most_own_sockets_ = std::max<std::size_t>(16, 2 * own_sockets_.size());
}

client_statistics client_engine::statistics() const noexcept {
    auto now = counts_->read();
    if (const auto& tls = settings_->tls) {
        now.tls_handshakes = tls->handshakes();
        now.tls_resumed = tls->resumed();
    }
    return now;
}

bool client_engine::connected() const noexcept { return supervisor_->connected(); }

asio::awaitable<void> client_engine::connect() {
    const auto self = shared_from_this();
    co_await supervisor_->connect(runtime_->deadline(settings_->options.connect_timeout()));
}

asio::awaitable<void> client_engine::warm_up(std::size_t connections) {
    const auto self = shared_from_this();
    const auto began = generation();
    try {
        co_await pool_->warm_up(connections, runtime_->deadline(settings_->options.connect_timeout()));
    } catch (const boost::system::system_error& ended) {
        if (generation() == began) rethrow_cancelled(ended); // by the caller
        throw closed_error();
    }
}

void client_engine::shut_down() {
    end_all();
    for (const auto& sockets : all_sockets()) sockets->shut_down(closed_error());
}

std::vector<std::shared_ptr<supervisor>> client_engine::all_sockets() const {
    std::vector<std::shared_ptr<supervisor>> all{supervisor_, event_stream_};
    for (const auto& own : own_sockets_)
        if (auto alive = own.lock()) all.push_back(std::move(alive));
    return all;
}

asio::awaitable<void> client_engine::close(std::chrono::nanoseconds limit) {
    const auto self = shared_from_this();
    if (limit.count() > 0) co_await drain(limit);
    shut_down();
    const auto sockets = all_sockets();
    for (const auto& each : sockets) co_await each->closed();
}

namespace {

asio::awaitable<response> execute_unobserved(std::shared_ptr<client_engine> engine, request&& operation) {
    if (engine->settings().options.operations_over_websocket())
        return execute_websocket(std::move(engine), std::make_unique<request>(std::move(operation)));
    return execute_http(std::move(engine), std::move(operation));
}

asio::awaitable<response> execute_observed(std::shared_ptr<client_engine> engine, std::unique_ptr<request> operation) {
    observation::subject what{operation->document(), operation->operation_name()};
    what.kind = protocol::find_operation(what.document, what.name);
    if (engine->settings().options.operations_over_websocket()) what.transport = subscription_transport::websocket;
    const auto observed = observation::begin(engine->shared_settings(), engine->shared_runtime(), what);
    std::optional<response> answer;
    std::exception_ptr failure;
    try {
        answer = co_await execute_unobserved(std::move(engine), std::move(*operation));
    } catch (...) {
        failure = std::current_exception();
    }
    if (observed) failure = answer ? observed->end(*answer) : observed->end(std::move(failure));
    if (failure) std::rethrow_exception(failure);
    co_return std::move(*answer);
}

} // namespace

asio::awaitable<response> execute(std::shared_ptr<client_engine> engine, request&& operation) {
    if (engine->settings().options.observe())
        return execute_observed(std::move(engine), std::make_unique<request>(std::move(operation)));
    return execute_unobserved(std::move(engine), std::move(operation));
}

asio::awaitable<response> execute_owned(std::shared_ptr<client_engine> engine, std::unique_ptr<request> operation) {
    co_return co_await execute(std::move(engine), std::move(*operation));
}

} // namespace corogql::engine
