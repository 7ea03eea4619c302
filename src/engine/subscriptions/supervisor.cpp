/// This file has the life of the link: connecting, serving, trying again, giving up, closing when nobody is left.
#include "engine/subscriptions/supervisor.hpp"

#include "engine/shared/proxies.hpp"
#include "protocol/graphql/json_writer.hpp"
#include "protocol/graphql/operation.hpp"
#include "values/at_exit.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/passed_limit.hpp"
#include "values/text/limit_words.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace corogql::engine {

namespace {

std::string name_of(subscription_transport transport) {
    switch (transport) {
    case subscription_transport::websocket: return "websocket";
    case subscription_transport::sse: return "event stream";
    case subscription_transport::sse_single: return "shared event stream";
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
    self->reconnection_.on_stopped();
    for (const auto& turn : std::exchange(self->closing_, {})) turn->notify();
    // Subscribed while the last link was on its way out. Not from within the run that ends here.
    if (self->unwanted()) co_return;
    asio::post(self->runtime_->executor(), [self] {
        if (!self->running_ && !self->unwanted()) self->start();
    });
}

asio::awaitable<error> supervisor::connect_and_serve() {
    reconnection_.on_dialling();
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

/// Gets credentials and a connection, and upgrades the connection of a websocket.
asio::awaitable<supervisor::opened> supervisor::open() {
    lifecycle_event dialling{lifecycle_event::type::connecting};
    dialling.attempt = reconnection_.failures() + 1;
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
            detail::name_limit(failure, "connect_timeout", limit);
        throw;
    }
    const auto& endpoint = over_websocket() ? settings_->websocket_endpoint : settings_->http_endpoint;
    auto stream = co_await engine::dial(runtime_, endpoint, limit, until);
    result.given = std::move(given);
    if (!over_websocket()) {
        settings_->log("connected to " + settings_->http_url.display() + through_proxy(endpoint));
        result.connection.stream = std::move(stream);
        co_return result;
    }
    auto connection = co_await upgrade(*runtime_, *settings_, std::move(stream), result.given.headers(),
                                       reconnection_.offer(runtime_->now()), until);
    settings_->log("websocket up: " + settings_->websocket_url.display() + through_proxy(endpoint) + ", subprotocol " +
                   std::string(connection.dialect->name));
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
    link_generation_ = fresh.generation;
    const auto given = fresh.given;
    const auto link = link_ = make_link(std::move(fresh));
    const detail::at_exit guard([this] {
        connected_ = false;
        stop_renewal();
    });
    renew_ahead(given);
    if (link->begins_with_operation() && !operations_.empty()) start_operation(operations_.front());
    const auto end = co_await serve(link);
    if (!link->acked()) counts_->failed_connections.add();
    const protocol::reconnection::link_end how{.acknowledged = link->acked(),
                                               .lived = link->healthy_for(),
                                               .lost = end.kind() != error_kind::cancelled || taking_over_};
    reconnection_.on_link_end(how, runtime_->now());
    co_return end;
}

/// A service is one link's run. The supervisor waits for the end of the run, or leaves it when another link has taken
/// over.
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

/// Lets another connection take over. The present link says goodbye by itself: a peer that takes its time for that must
/// not hold up the next link.
void supervisor::take_over(opened fresh) {
    successor_.emplace(std::move(fresh));
    taking_over_ = true;
    say_goodbye();
    if (!service_ || service_->end) return;
    service_->left = true;
    service_->end = detailed_error(error_kind::cancelled, "another connection took over").phase(error_phase::stream);
    ++leaving_;
    service_->over.notify();
}

std::shared_ptr<link> supervisor::make_link(opened from) {
    link_parts parts{runtime_, settings_, counts_, std::move(from.connection.stream)};
    if (over_websocket())
        return std::make_shared<websocket_link>(std::move(parts), from.connection, connection_init(from.given),
                                                last_id_);
    if (transport_ == subscription_transport::sse_single)
        return std::make_shared<http_link_single>(std::move(parts), from.given.headers(), position_, pool_, last_id_);
    return std::make_shared<http_link_distinct>(std::move(parts), transport_, from.given.headers(), position_);
}

std::string supervisor::connection_init(const credentials& given) const {
    const auto& own = settings_->options.websocket().connection_init();
    if (!own && given.connection_init().empty()) return {};
    auto payload = given.connection_init();
    if (own)
        for (const auto& [name, value] : *own) payload[name] = value;
    std::string text;
    if (protocol::append_json(text, payload)) return text;
    throw detailed_error(error_kind::usage, protocol::why_unsendable(payload, "member", nullptr, " of connection_init"))
        .phase(error_phase::init);
}

asio::awaitable<bool> supervisor::recover(error& end) {
    using action = protocol::step::action;
    const protocol::reconnection::facts at{
        .random = runtime_->random(), .asked_wait = position_->wait, .has_provider = credentials_->has_provider()};
    const auto next = reconnection_.after(end, at);
    if (next.what == action::refresh_then_again) co_await refresh_credentials();
    if (next.what == action::wait_then_again || next.wait.count() > 0) co_await pause(next.wait);
    co_return next.what != action::end;
}

asio::awaitable<void> supervisor::pause(std::chrono::nanoseconds wait) {
    const auto failures = reconnection_.failures();
    settings_->log("reconnect " + std::to_string(failures) + " in " +
                   std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(wait).count()) + " ms");
    lifecycle_event waiting{lifecycle_event::type::waiting};
    waiting.attempt = failures;
    waiting.wait = wait;
    settings_->tell(waiting);
    const auto pause = pausing_ = std::make_shared<transport::waiter>(*runtime_);
    co_await pause->wait_until(runtime_->after(wait));
    pausing_.reset();
}

asio::awaitable<void> supervisor::refresh_credentials() {
    settings_->log("credentials refused; asking for fresh ones");
    const auto until = runtime_->deadline(settings_->options.connect_timeout());
    try {
        const bool asked = co_await credentials_->refresh(credentials_generation_, until);
        reconnection_.on_refreshed(asked);
        lifecycle_event refreshed{lifecycle_event::type::refreshed};
        if (asked) settings_->tell(refreshed);
    } catch (const error& failure) {
        fail_all(failure);
    }
}

void supervisor::on_acked(std::string_view payload) {
    connected_ = true;
    counts_->connections.add();
    const auto now = runtime_->now();
    if (const auto since = reconnection_.down_since())
        counts_->down_ns.add(static_cast<std::uint64_t>((now - *since).count()));
    reconnection_.on_acknowledged(now);
    lifecycle_event up{lifecycle_event::type::acknowledged};
    up.payload = payload;
    settings_->tell(up);
    for (auto place = operations_.begin(); place != operations_.end();) {
        auto& operation = *place++; // it may end at once
        if (operation.id)
            on_served(operation);
        else if (!operation.pressed || !operation.pressed->stopped_since)
            start_operation(operation);
    }
    reconnection_.on_restored();
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
    const detail::at_exit guard([this, &wait] {
        if (connecting_.remove(&wait) != 0 && unwanted()) when_idle();
    });
    connecting_.push_back(&wait);
    if (!running_) start();
    const bool in_time = co_await wait.turn.wait_until(until);
    if (wait.failure) throw *wait.failure;
    if (in_time) co_return;
    detailed_error late(error_kind::timeout,
                        "timed out waiting for the websocket to " +
                            transport::peer_name(settings_->websocket_endpoint) +
                            detail::limit_words("connect_timeout", settings_->options.connect_timeout()) +
                            reconnection_.last_failure_words());
    late.phase(error_phase::connect).attempts(reconnection_.failures());
    throw late.last_failure(reconnection_.last_failure());
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

} // namespace corogql::engine
