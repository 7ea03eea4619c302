/// Credentials that are about to expire: another websocket takes over.
#include "engine/supervisor.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>

namespace corogql::detail {

/// Before the credentials expire: at nine tenths of their life, but a minute before its end at the earliest.
void supervisor::renew_ahead(const credentials& given) {
    const auto life = given.valid_for();
    if (life.count() <= 0) return;
    const auto lead = std::min<std::chrono::nanoseconds>(life / 10, std::chrono::minutes(1));
    renewal_ = runtime_->at(runtime_->after(life - lead), [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        self->renewal_ = 0;
        self->renewal_due_ = true;
        self->renew_when_possible();
    });
}

bool supervisor::may_change_links() const {
    return std::all_of(operations_.begin(), operations_.end(),
                       [](const auto& operation) { return operation->id == 0 || operation->may_restart(); });
}

void supervisor::renew_when_possible() {
    if (successor_) return take_over();
    if (!renewal_due_ || !link_ || !may_change_links()) return;
    renewal_due_ = false;
    asio::co_spawn(runtime_->executor(), renew(shared_from_this()), asio::detached);
}

/// Another websocket is made ready while this one still serves.
asio::awaitable<void> supervisor::renew(std::shared_ptr<supervisor> self) {
    const auto link = self->link_;
    lifecycle_event renewing{lifecycle_event::type::renewing};
    self->settings_->tell(renewing);
    try {
        const auto until = self->runtime_->deadline(self->settings_->options.connect_timeout());
        co_await self->credentials_->refresh(self->credentials_->generation(), until);
        auto fresh = co_await self->open();
        if (self->link_ != link || !link || link->closing()) co_return; // it has ended meanwhile, and been replaced
        self->successor_.emplace(std::move(fresh));
        self->take_over();
    } catch (const std::exception& failure) {
        // The present link serves until it is refused; then the ordinary way of renewal begins.
        self->settings_->log("renewing the websocket failed: " + std::string(failure.what()));
    }
}

void supervisor::take_over() {
    if (!successor_ || taking_over_ || !link_ || !link_->acked() || link_->closing() || !may_change_links()) return;
    taking_over_ = true;
    say_goodbye();
}

} // namespace corogql::detail
