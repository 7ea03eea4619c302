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
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace corogql::detail {

namespace {

/// How long a server is taken for one of the legacy protocol alone.
constexpr std::chrono::hours legacy_memory(1);

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
            bool more = self->unwanted();
            try {
                if (!more) more = co_await self->recover(end);
            } catch (const error& thrown) {
                end = thrown;
            }
            if (!more) self->fail_all(end);
        }
    } catch (const boost::system::system_error&) {
        // Stopped: nobody is left to connect for.
    } catch (const std::exception& failure) {
        self->fail_all(error(error_kind::limit, std::string("the connection was given up: ") + failure.what()));
    }
    self->link_.reset();
    self->successor_.reset();
    self->taking_over_ = false;
    self->running_ = false;
    // Nobody is interrupted any more; who comes next starts anew.
    self->down_since_.reset();
    self->down_attempts_ = self->failures_ = 0;
    for (const auto& turn : std::exchange(self->closing_, {})) turn->notify();
    // Subscribed while the last link was on its way out. Not from within the run that ends here.
    if (self->unwanted()) co_return;
    asio::post(self->runtime_->executor(), [self] {
        if (!self->running_ && !self->unwanted()) self->start();
    });
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
    try {
        settings_->log(name_of(transport_) + " down: " + failure->what());
        lifecycle_event down{lifecycle_event::type::disconnected, &*failure};
        settings_->tell(down);
    } catch (const error& thrown) {
        failure = thrown;
    }
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
        // Servers are replaced, too.
        if (legacy_ == legacy_server::known && runtime_->now() - legacy_since_ > legacy_memory)
            legacy_ = legacy_server::unknown;
        auto fresh = co_await open();
        successor_.emplace(std::move(fresh));
    }
    auto fresh = std::move(*successor_);
    successor_.reset();
    credentials_generation_ = fresh.generation;
    link_generation_ = fresh.generation;
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
    const auto end = co_await serve(link);
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

/// One link's run. The supervisor waits for its end, or leaves it when another has taken over.
struct supervisor::service {
    explicit service(transport::runtime& runtime) : over(runtime) {}
    transport::waiter over;
    std::optional<error> end;
    std::exception_ptr failure;
    bool left = false;
};

asio::awaitable<error> supervisor::serve(std::shared_ptr<link> link) {
    const auto mine = service_ = std::make_shared<service>(*runtime_);
    asio::co_spawn(runtime_->executor(), run_link(shared_from_this(), std::move(link), mine), asio::detached);
    co_await mine->over.wait();
    service_.reset();
    if (mine->failure) std::rethrow_exception(mine->failure);
    co_return *mine->end;
}

asio::awaitable<void> supervisor::run_link(std::shared_ptr<supervisor> self, std::shared_ptr<link> link,
                                           std::shared_ptr<service> of) {
    std::optional<error> end;
    try {
        end = co_await link->run(*self);
    } catch (...) {
        of->failure = std::current_exception();
    }
    if (of->left) {
        --self->leaving_;
        for (const auto& turn : std::exchange(self->left_, {})) turn->notify();
        co_return;
    }
    of->end = std::move(end);
    of->over.notify();
}

/// The present link says goodbye by itself: a peer that takes its time for that must not hold up the next one.
void supervisor::take_over(opened fresh) {
    successor_.emplace(std::move(fresh));
    taking_over_ = true;
    say_goodbye();
    if (!service_ || service_->end) return;
    service_->left = true;
    service_->end = error(error_kind::cancelled, "another connection took over").phase(error_phase::stream);
    ++leaving_;
    service_->over.notify();
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
    case websocket_protocol::prefer_graphql_ws: return {subprotocol::graphql_ws, subprotocol::graphql_transport_ws};
    case websocket_protocol::automatic: break;
    }
    if (legacy_ == legacy_server::tried || legacy_ == legacy_server::known) return {subprotocol::graphql_ws};
    return {subprotocol::graphql_transport_ws, subprotocol::graphql_ws};
}

/// subscriptions-transport-ws echoes whatever name is offered first, and then closes with 1002 when that is not its
/// own protocol's. But anybody may close so: that it was such a server shows when the legacy protocol gets its ack.
bool supervisor::change_offer(const error& end) noexcept {
    const bool before_ack = end.phase() == error_phase::init || end.phase() == error_phase::upgrade;
    const bool free = settings_->options.websocket().protocol() == websocket_protocol::automatic;
    if (!over_websocket() || !free || !before_ack) return false;
    switch (legacy_) {
    case legacy_server::unknown:
        if (end.close_code() != 1002 || end.phase() != error_phase::init) return false;
        legacy_ = legacy_server::tried;
        return true;
    case legacy_server::tried:
    case legacy_server::known:
        if (end.kind() == error_kind::protocol) {
            legacy_ = legacy_server::refuted;
            return true;
        }
        if (legacy_ == legacy_server::tried) legacy_ = legacy_server::unknown;
        return false;
    case legacy_server::refuted: break;
    }
    legacy_ = legacy_server::unknown;
    return false;
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
    if (end.kind() == error_kind::cancelled || change_offer(end)) co_return true;
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
    if (legacy_ == legacy_server::tried) {
        legacy_ = legacy_server::known;
        legacy_since_ = runtime_->now();
    } else if (legacy_ == legacy_server::refuted) {
        legacy_ = legacy_server::unknown;
    }
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
    if (link_ && link_->acked() && !link_->closing()) {
        if (operations_.empty()) when_idle(); // its time as an idle one begins anew
        co_return;
    }
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
        stop_connecting();
    }
}

void supervisor::stop_connecting() {
    asio::post(runtime_->executor(), [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (self && self->unwanted() && !self->link_ && self->running_)
            self->stop_->emit(asio::cancellation_type::terminal);
    });
}

void supervisor::shut_down(const error& reason) {
    stop_renewal();
    successor_.reset();
    // Servers may learn of a stream's end by its own message only.
    for (const auto& operation : operations_)
        if (link_ && operation.id) link_->stop(operation.id);
    fail_all(reason);
    runtime_->cancel(std::exchange(idle_, 0));
    if (link_)
        say_goodbye();
    else if (running_)
        stop_connecting(); // also for those who only wanted to be connected
}

asio::awaitable<void> supervisor::closed() {
    const auto self = shared_from_this();
    if (running_) {
        const auto turn = closing_.emplace_back(std::make_shared<transport::waiter>(*runtime_));
        co_await turn->wait();
    }
    while (leaving_ != 0) {
        const auto turn = left_.emplace_back(std::make_shared<transport::waiter>(*runtime_));
        co_await turn->wait();
    }
}

} // namespace corogql::detail
