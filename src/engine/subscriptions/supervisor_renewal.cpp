/// When credentials are about to expire, another link takes over.
#include "engine/subscriptions/supervisor.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include <algorithm>

namespace corogql::engine {

namespace {

/// However short the life of credentials is, a link is not renewed more often.
constexpr std::chrono::seconds shortest_life(1);

} // namespace

/// Plans a renewal at nine tenths of the credentials' life, or a minute before its end where that is later.
void supervisor::renew_ahead(const credentials& given) {
    const auto life = given.valid_for();
    if (life.count() <= 0) return;
    const auto lead = std::min<std::chrono::nanoseconds>(life / 10, std::chrono::minutes(1));
    const auto when = runtime_->after(std::max<std::chrono::nanoseconds>(life - lead, shortest_life));
    reconnection_.on_renewed();
    renew_at(when);
}

void supervisor::renew_at(time_point when) {
    renewal_ = runtime_->at(when, [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        self->renewal_ = 0;
        self->renewal_due_ = true;
        self->renew_when_possible();
    });
}

/// Plans another attempt. The present link serves until it is refused; until then an attempt may succeed.
void supervisor::renew_again() {
    const auto wait = reconnection_.after_renewal(runtime_->random());
    renew_at(runtime_->after(std::max<std::chrono::nanoseconds>(wait, shortest_life)));
}

/// Begins a renewal that is due, but not for an idle link, and not while something is under way that could not be sent
/// again.
void supervisor::renew_when_possible() {
    if (!renewal_due_ || !link_ || !link_->acked() || link_->closing() || operations_.empty() || !may_change_links())
        return;
    renewal_due_ = false;
    stop_renewing_ = std::make_shared<asio::cancellation_signal>();
    auto ended = [stop = stop_renewing_](std::exception_ptr) {};
    asio::co_spawn(runtime_->executor(), renew(shared_from_this()),
                   asio::bind_cancellation_slot(stop_renewing_->slot(), std::move(ended)));
}

void supervisor::stop_renewal() {
    runtime_->cancel(std::exchange(renewal_, 0));
    renewal_due_ = false;
    if (const auto stop = std::exchange(stop_renewing_, nullptr)) stop->emit(asio::cancellation_type::terminal);
}

/// Makes the other link ready while the present one still serves. Ends with the link that the renewal is for.
asio::awaitable<void> supervisor::renew(std::shared_ptr<supervisor> self) {
    std::optional<error> failure;
    const auto serving = self->link_;
    try {
        lifecycle_event renewing{lifecycle_event::type::renewing};
        self->settings_->tell(renewing);
        const auto until = self->runtime_->deadline(self->settings_->options.connect_timeout());
        co_await self->credentials_->refresh(self->link_generation_, until);
        auto fresh = co_await self->open();
        const bool still = self->link_ && self->link_->acked() && !self->link_->closing();
        if (!still || self->operations_.empty() || !self->may_change_links()) {
            self->renewal_due_ = still; // later, with another one: no server lets a websocket wait
            co_return;
        }
        self->take_over(std::move(fresh));
    } catch (const error& known) {
        failure = known;
    }
    if (!failure) co_return;
    try {
        self->settings_->log("renewing the link failed: " + std::string(failure->what()));
    } catch (const error& thrown) {
        failure = thrown;
    }
    if (failure->kind() == error_kind::callback)
        self->fail_all(*failure);
    else if (self->link_ == serving && !serving->closing())
        self->renew_again();
}

} // namespace corogql::engine
