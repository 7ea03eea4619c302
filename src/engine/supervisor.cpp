/// The life of the link: connecting, serving, trying again, giving up, closing when nobody is left.
#include "engine/supervisor.hpp"

#include "engine/limit_words.hpp"
#include "engine/proxies.hpp"
#include "protocol/close_codes.hpp"
#include "protocol/json_writer.hpp"
#include "protocol/operation.hpp"
#include "protocol/retry.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

namespace corogql::detail {

namespace {

std::string name_of(subscription_transport transport) {
    switch (transport) {
    case subscription_transport::websocket: return "websocket";
    case subscription_transport::event_stream: return "event stream";
    case subscription_transport::single_event_stream: return "shared event stream";
    case subscription_transport::multipart: break;
    }
    return "multipart stream";
}

} // namespace

void supervisor::start() {
    running_ = true;
    // One signal a run: the slot of a coroutine that is just ending must not be taken by the next.
    stop_ = std::make_shared<asio::cancellation_signal>();
    auto ended = [stop = stop_](std::exception_ptr) {};
    asio::co_spawn(runtime_->executor(), run(shared_from_this()),
                   asio::bind_cancellation_slot(stop_->slot(), std::move(ended)));
}

asio::awaitable<void> supervisor::run(std::shared_ptr<supervisor> self) {
    try {
        while (!self->unwanted()) {
            if (self->resting()) {
                self->rest_ = std::make_shared<transport::waiter>(*self->runtime_);
                co_await self->rest_->wait();
                continue;
            }
            error end = co_await self->connect_and_serve();
            self->link_.reset();
            if (!self->taking_over_) self->successor_.reset();
            for (const auto& turn : std::exchange(self->closing_, {})) turn->notify();
            self->interrupted(end);
            const bool more = self->unwanted() || co_await self->recover(end);
            if (!more) self->fail_all(end);
        }
    } catch (const boost::system::system_error&) {
        // Stopped: nobody is left to connect for.
    }
    self->link_.reset();
    self->successor_.reset();
    self->taking_over_ = false;
    self->running_ = false;
    // Nobody is interrupted any more; who comes next starts anew.
    self->down_since_.reset();
    self->down_attempts_ = self->failures_ = 0;
    for (const auto& turn : std::exchange(self->closing_, {})) turn->notify();
    // Subscribed while the last link was on its way out.
    if (!self->unwanted()) self->start();
}

asio::awaitable<error> supervisor::connect_and_serve() {
    ++down_attempts_;
    std::optional<error> failure;
    try {
        failure = co_await serve_once();
    } catch (error& known) {
        failure = known;
        counts_->failed_connections.add();
    }
    settings_->log(name_of(transport_) + " down: " + failure->what());
    lifecycle_event down{lifecycle_event::type::disconnected, &*failure};
    settings_->tell(down);
    co_return *failure;
}

/// Credentials, connection, upgrade.
asio::awaitable<supervisor::opened> supervisor::open() {
    lifecycle_event dialling{lifecycle_event::type::connecting};
    dialling.attempt = failures_ + 1;
    settings_->tell(dialling);
    const auto limit = settings_->options.connect_timeout();
    const auto until = runtime_->deadline(limit);
    opened result;
    result.generation = credentials_->generation();
    credentials_generation_ = result.generation;
    credentials given;
    try {
        auto fresh = co_await credentials_->get(until);
        given = std::move(fresh);
    } catch (error& failure) {
        if (failure.kind() == error_kind::timeout && until <= runtime_->now())
            name_limit(failure, "connect_timeout", limit);
        throw;
    }
    const auto& endpoint = over_websocket() ? settings_->websocket_endpoint : settings_->http_endpoint;
    auto stream = co_await detail::dial(runtime_, endpoint, limit, until);
    result.given = std::move(given);
    if (!over_websocket()) {
        settings_->log("connected to " + settings_->http_url.display() + through_proxy(endpoint));
        result.connection.stream = std::move(stream);
        co_return result;
    }
    auto connection =
        co_await upgrade(*runtime_, *settings_, std::move(stream), result.given.headers(), offer(), until);
    settings_->log("websocket up: " + settings_->websocket_url.display() + through_proxy(endpoint) + ", subprotocol " +
                   std::string(to_string(connection.protocol)));
    result.connection = std::move(connection);
    co_return result;
}

asio::awaitable<error> supervisor::serve_once() {
    renewed_link_ = std::exchange(taking_over_, false);
    if (!successor_) {
        auto fresh = co_await open();
        successor_.emplace(std::move(fresh));
    }
    auto fresh = std::move(*successor_);
    successor_.reset();
    credentials_generation_ = fresh.generation;
    const auto given = fresh.given;
    const auto link = link_ = make_link(std::move(fresh));
    struct down {
        supervisor& self;
        ~down() {
            self.connected_ = false;
            self.stop_renewal();
        }
    };
    const down guard{*this};
    renew_ahead(given);
    if (link->begins_with_operation() && !operations_.empty()) start_operation(operations_.front());
    const auto end = co_await link->run(*this);
    if (link->healthy_for() >= healthy_link) {
        delay_step_ = refusals_ = 0;
        refreshed_ = excused_ = false;
    }
    if (!link->acked()) counts_->failed_connections.add();
    const bool lost = end.kind() != error_kind::cancelled || taking_over_;
    if (!down_since_ && link->acked() && lost) {
        down_since_ = runtime_->now();
        down_attempts_ = 0;
    }
    co_return end;
}

std::shared_ptr<link> supervisor::make_link(opened from) {
    if (over_websocket())
        return std::make_shared<websocket_link>(runtime_, settings_, counts_, std::move(from.connection),
                                                connection_init(from.given), last_id_);
    if (transport_ == subscription_transport::single_event_stream)
        return std::make_shared<reserved_stream_link>(runtime_, settings_, counts_, std::move(from.connection.stream),
                                                      from.given.headers(), position_, pool_, last_id_);
    return std::make_shared<streamed_link>(runtime_, settings_, counts_, std::move(from.connection.stream), transport_,
                                           from.given.headers(), position_);
}

std::vector<protocol::subprotocol> supervisor::offer() const {
    using protocol::subprotocol;
    switch (settings_->options.websocket().protocol()) {
    case websocket_protocol::graphql_transport_ws: return {subprotocol::graphql_transport_ws};
    case websocket_protocol::graphql_ws: return {subprotocol::graphql_ws};
    case websocket_protocol::automatic: break;
    }
    if (legacy_only_) return {subprotocol::graphql_ws};
    return {subprotocol::graphql_transport_ws, subprotocol::graphql_ws};
}

/// subscriptions-transport-ws echoes whatever name is offered first, and then closes with 1002 when that is not its
/// own protocol's.
bool supervisor::fall_back_to_legacy(const error& end) noexcept {
    if (end.close_code() != 1002 || end.phase() != error_phase::init || offer().size() != 2) return false;
    return legacy_only_ = true;
}

std::string supervisor::connection_init(const credentials& given) const {
    const auto& own = settings_->options.websocket().connection_init();
    if (!own && given.connection_init().empty()) return {};
    auto payload = given.connection_init();
    if (own)
        for (const auto& [name, value] : *own) payload[name] = value;
    std::string text;
    if (protocol::append_json(text, payload)) return text;
    throw error(error_kind::usage, protocol::why_unsendable(payload, "member", nullptr, " of connection_init"))
        .phase(error_phase::init);
}

asio::awaitable<bool> supervisor::recover(error& end) {
    if (end.kind() == error_kind::cancelled || fall_back_to_legacy(end)) co_return true;
    ++failures_;
    end.attempts(failures_);
    if (end.kind() == error_kind::credentials && end.phase() != error_phase::credentials)
        co_return co_await recover_credentials();
    refreshed_ = excused_ = false; // what was refreshed before this failure may have grown old by the next attempt
    bool transient = end.kind() == error_kind::lost || end.kind() == error_kind::timeout;
    if (end.kind() == error_kind::http || end.kind() == error_kind::connect)
        transient = protocol::classify(end) != protocol::failure_class::final;
    const auto& policy = settings_->options.websocket().reconnect();
    if (!transient || (policy.retries() >= 0 && failures_ > static_cast<unsigned>(policy.retries()))) co_return false;
    last_failure_ = end.what();
    auto wait = protocol::backoff(policy, ++delay_step_, runtime_->random());
    if (end.close_code() && protocol::classify_close(*end.close_code()) == protocol::close_class::transient_slow)
        wait *= 2;
    if (position_->wait)
        wait = std::max(wait, std::min<std::chrono::nanoseconds>(*position_->wait, policy.retry_after_max()));
    if (end.retry_after()) {
        if (*end.retry_after() > policy.retry_after_max()) co_return false;
        wait = std::max(wait, std::chrono::nanoseconds(*end.retry_after()));
    }
    co_await pause_before_retry(wait);
    co_return true;
}

asio::awaitable<void> supervisor::pause_before_retry(std::chrono::nanoseconds wait) {
    settings_->log("reconnect " + std::to_string(failures_) + " in " +
                   std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(wait).count()) + " ms");
    lifecycle_event waiting{lifecycle_event::type::waiting};
    waiting.attempt = failures_;
    waiting.wait = wait;
    settings_->tell(waiting);
    transport::waiter pause(*runtime_);
    co_await pause.wait_until(runtime_->after(wait));
}

asio::awaitable<bool> supervisor::recover_credentials() {
    if (!credentials_->has_provider() || refreshed_) co_return false;
    --failures_; // the attempt with fresh credentials belongs to the one that was refused
    settings_->log("credentials refused; asking for fresh ones");
    const auto limit = settings_->options.connect_timeout();
    const auto until = runtime_->deadline(limit);
    try {
        const bool asked = co_await credentials_->refresh(credentials_generation_, until);
        refreshed_ = asked || std::exchange(excused_, true);
        lifecycle_event refreshed{lifecycle_event::type::refreshed};
        if (asked) settings_->tell(refreshed);
    } catch (const error& failure) {
        fail_all(failure);
    }
    if (++refusals_ > 1)
        co_await pause_before_retry(
            protocol::backoff(settings_->options.websocket().reconnect(), refusals_ - 1, runtime_->random()));
    co_return true;
}

void supervisor::on_acked(std::string_view payload) {
    connected_ = true;
    counts_->connections.add();
    if (down_since_) counts_->down_ns.add(static_cast<std::uint64_t>((runtime_->now() - *down_since_).count()));
    lifecycle_event up{lifecycle_event::type::acknowledged};
    up.payload = payload;
    settings_->tell(up);
    for (auto place = operations_.begin(); place != operations_.end();) {
        auto& operation = *place++; // it may end at once
        if (operation.id)
            on_served(operation);
        else if (!operation.stopped_since)
            start_operation(operation);
    }
    down_since_.reset();
    for (auto* wait : std::exchange(connecting_, {})) wait->turn.notify();
    if (operations_.empty()) when_idle();
    renew_when_possible();
}

asio::awaitable<void> supervisor::connect(time_point until) {
    const auto self = shared_from_this();
    if (link_ && link_->acked() && !link_->closing()) co_return;
    connect_wait wait(*runtime_);
    struct leave {
        supervisor& owner;
        connect_wait& wait;
        ~leave() {
            if (owner.connecting_.remove(&wait) != 0 && owner.unwanted()) owner.when_idle();
        }
    };
    const leave guard{*this, wait};
    connecting_.push_back(&wait);
    if (!running_) start();
    const bool in_time = co_await wait.turn.wait_until(until);
    if (wait.failure) throw *wait.failure;
    if (in_time) co_return;
    error late(error_kind::timeout, "timed out waiting for the websocket to " +
                                        transport::peer_name(settings_->websocket_endpoint) +
                                        limit_words("connect_timeout", settings_->options.connect_timeout()) +
                                        (last_failure_.empty() ? "" : "; the last failure was: " + last_failure_));
    throw late.phase(error_phase::connect).attempts(failures_).last_failure(last_failure_);
}

void supervisor::say_goodbye() {
    connected_ = false;
    link_->close();
}

void supervisor::when_idle() {
    if (link_ && link_->acked()) {
        const auto limit = settings_->options.websocket().idle_timeout();
        if (own_ || limit.count() <= 0) return say_goodbye();
        runtime_->cancel(idle_);
        idle_ = runtime_->at(runtime_->after(limit), [weak = weak_from_this()] {
            const auto self = weak.lock();
            if (!self) return;
            self->idle_ = 0;
            if (self->link_ && self->unwanted()) self->say_goodbye();
        });
    } else if (link_) {
        say_goodbye();
    } else if (running_) {
        // Connecting for nobody. Not from here: this may be called by the very coroutine that is to end.
        asio::post(runtime_->executor(), [weak = weak_from_this()] {
            const auto self = weak.lock();
            if (self && self->unwanted() && !self->link_ && self->running_)
                self->stop_->emit(asio::cancellation_type::terminal);
        });
    }
}

void supervisor::shut_down(const error& reason) {
    stop_renewal();
    successor_.reset();
    // Servers may learn of a stream's end by its own message only.
    for (const auto& operation : operations_)
        if (link_ && operation.id) link_->stop(operation.id);
    fail_all(reason);
    runtime_->cancel(std::exchange(idle_, 0));
    if (link_) say_goodbye();
}

asio::awaitable<void> supervisor::closed() {
    if (!running_) co_return;
    const auto turn = std::make_shared<transport::waiter>(*runtime_);
    closing_.push_back(turn);
    co_await turn->wait();
}

} // namespace corogql::detail
