#include "engine/http/interceptor_chain.hpp"

#include "protocol/http/header_rules.hpp"
#include "protocol/http/url.hpp"
#include "values/at_exit.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/thrown.hpp"

namespace corogql {

http_attempt& http_attempt::header(std::string name, std::string value) {
    const corogql::headers one{{std::move(name), std::move(value)}};
    protocol::merge_headers(headers_, one);
    return *this;
}

asio::awaitable<void> interceptor::before(http_attempt&) { co_return; }
void interceptor::after(const http_attempt&, const http_outcome&) {}

namespace engine {

asio::awaitable<bool> interceptor_chain::run(std::shared_ptr<interceptor_chain> self, time_point until) {
    for (const auto& each : self->all_) {
        // An interceptor may have gone on although it was cancelled, when even the runtime is gone.
        if (!self->awaited_ || self->runtime_.now() >= until) co_return false;
        co_await each->before(self->attempt_);
        ++self->ready_;
    }
    co_return true;
}

asio::awaitable<void> interceptor_chain::before(time_point until) {
    const auto work = std::make_shared<transport::cancellable_task<bool>>(runtime_);
    work_ = work;
    const detail::at_exit guard([this] { awaited_ = false; });
    work->start(run(shared_from_this(), until));
    const bool in_time = co_await work->wait(until);
    if (in_time && work->failure())
        throw detailed_error(detail::own_or_callback_failed("an interceptor", work->failure()))
            .phase(error_phase::queue);
    if (!in_time || !work->take())
        throw detailed_error(error_kind::timeout, "timed out in an interceptor of a request to " +
                                                      protocol::parse_url(attempt_.url()).display())
            .phase(error_phase::queue);
    protocol::check_headers(attempt_.headers());
}

void interceptor_chain::interrupt() {
    if (const auto work = work_.lock()) work->interrupt();
}

std::optional<error> interceptor_chain::after(http_outcome outcome) {
    outcome.took = runtime_.now() - began_;
    std::optional<error> thrown;
    while (ready_ > 0) {
        try {
            all_[--ready_]->after(attempt_, outcome);
        } catch (...) {
            if (!thrown) thrown = detail::callback_failed("an interceptor", std::current_exception());
        }
    }
    return thrown;
}

} // namespace engine

} // namespace corogql
