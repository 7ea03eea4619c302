#include "engine/http/pool.hpp"

#include "engine/shared/proxies.hpp"
#include "values/at_exit.hpp"
#include "values/errors/detailed_error.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace corogql::engine {

http_pool::~http_pool() {
    if (expiry_) runtime_->cancel(expiry_);
}

http_pool::lease::~lease() {
    if (!pool_) return;
    if (connection_ && connection_->busy()) connection_->close(); // what it still receives is nobody's
    pool_->give_back(std::move(connection_));
}

void http_pool::note() noexcept {
    counts_->http_open.set(open_);
    counts_->http_idle.set(idle_.size());
    counts_->http_waiting.set(queue_.size());
}

std::optional<http_pool::lease> http_pool::try_acquire(bool fresh, http_connection::look how) {
    auto connection = fresh ? nullptr : take_idle(how);
    note();
    if (!connection) return std::nullopt;
    lease result(shared_from_this());
    result.connection_ = std::move(connection);
    return result;
}

asio::awaitable<http_pool::lease> http_pool::acquire(time_point deadline, bool fresh) {
    const auto self = shared_from_this();
    std::shared_ptr<http_connection> connection;
    if (open_ < settings_->options.http().max_connections()) {
        ++open_;
    } else if (!idle_.empty()) {
        idle_.pop_front(); // its place serves for the fresh one
    } else {
        connection = co_await wait_for_place(deadline);
        if (connection && (fresh || !connection->reusable(http_connection::look::always))) connection.reset();
    }
    note();
    lease result(self); // from here on the place is given back whatever happens
    result.connection_ = std::move(connection);
    if (!result.connection_) result.connection_ = co_await dial(deadline);
    co_return result;
}

asio::awaitable<std::shared_ptr<http_connection>> http_pool::wait_for_place(time_point deadline) {
    const auto limit = settings_->options.http().max_waiting();
    if (queue_.size() >= limit)
        throw detailed_error(error_kind::limit, "more than " + std::to_string(limit) +
                                                    " requests wait for a connection (option http max_waiting)")
            .phase(error_phase::queue);
    queued entry(*runtime_);
    const auto place = queue_.insert(queue_.end(), &entry);
    note();
    bool stays = false;
    const detail::at_exit guard([&] {
        if (!entry.granted)
            queue_.erase(place), note();
        else if (!stays) // granted and cancelled at once: the next in the queue gets it
            give_back(std::move(entry.connection));
    });
    const bool in_time = co_await entry.turn.wait_until(deadline);
    if (!in_time && !entry.granted)
        throw detailed_error(error_kind::timeout, "timed out waiting for a free connection to " +
                                                      transport::peer_name(settings_->http_endpoint))
            .phase(error_phase::queue);
    stays = true;
    co_return std::move(entry.connection);
}

asio::awaitable<std::shared_ptr<http_connection>> http_pool::dial(time_point deadline) {
    const auto& options = settings_->options;
    counts_->http_dials.add();
    const auto work = std::make_shared<transport::cancellable_task<std::unique_ptr<transport::byte_stream>>>(*runtime_);
    std::erase_if(dials_, [](const auto& old) { return old.expired(); });
    dials_.push_back(work);
    work->start(engine::dial(runtime_, settings_->http_endpoint, options.connect_timeout(), deadline));
    const auto began = interrupted_;
    // dial() keeps to its limit itself and knows what it was doing.
    co_await work->wait(time_point::max());
    auto stream = work->take();
    if (interrupted_ != began) throw boost::system::system_error(asio::error::operation_aborted);
    settings_->log("connected to " + settings_->http_url.display() + through_proxy(settings_->http_endpoint));
    auto connection = std::make_shared<http_connection>(runtime_, std::move(stream), settings_->http_limits(),
                                                        transport::peer_name(settings_->http_endpoint));
    std::erase_if(connections_, [](const auto& old) { return old.expired(); });
    connections_.push_back(connection);
    co_return connection;
}

std::shared_ptr<http_connection> http_pool::take_idle(http_connection::look how) {
    while (!idle_.empty()) {
        // The one used last is the least likely to have been closed by the server meanwhile.
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        if (connection->reusable(how)) return connection;
        --open_;
    }
    return nullptr;
}

void http_pool::give_back(std::shared_ptr<http_connection> connection) {
    if (connection && !connection->open()) connection.reset();
    if (!queue_.empty()) {
        queued& next = *queue_.front();
        queue_.pop_front();
        next.granted = true;
        next.connection = std::move(connection);
        next.turn.notify();
    } else if (connection) {
        idle_.push_back(std::move(connection));
        arm_expiry(idle_.back()->idle_until(settings_->options.http().idle_timeout()));
    } else {
        --open_;
    }
    note();
}

asio::awaitable<bool> http_pool::open_one(lease place, time_point deadline) {
    auto& pool = *place.pool_;
    place.connection_ = co_await pool.dial(deadline);
    co_return true;
}

asio::awaitable<void> http_pool::warm_up(std::size_t count, time_point deadline) {
    const auto self = shared_from_this();
    count = std::min(count, settings_->options.http().max_connections());
    std::vector<std::shared_ptr<transport::cancellable_task<bool>>> work;
    const detail::at_exit guard([&work] {
        for (const auto& each : work) each->cancel(); // those that nobody waits for any more
    });
    // Places are taken before anything is dialled, so that each connection is another whatever becomes of the first.
    while (open_ < count) {
        ++open_;
        lease place(self);
        work.push_back(std::make_shared<transport::cancellable_task<bool>>(*runtime_));
        work.back()->start(open_one(std::move(place), deadline));
    }
    note();
    std::exception_ptr failure;
    for (const auto& each : work) {
        co_await each->wait(time_point::max());
        if (!failure) failure = each->failure();
    }
    if (failure) std::rethrow_exception(failure);
}

/// Sees to it that the timer fires at `when` at the latest; all idle connections are looked at then.
void http_pool::arm_expiry(time_point when) {
    if (expiry_) {
        if (when >= expires_at_) return;
        runtime_->cancel(expiry_);
    }
    expires_at_ = when;
    expiry_ = runtime_->at(when, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->expire_idle();
    });
}

void http_pool::expire_idle() {
    expiry_ = 0;
    const auto now = runtime_->now();
    const auto limit = settings_->options.http().idle_timeout();
    open_ -= std::erase_if(idle_, [&](const auto& each) { return each->idle_until(limit) <= now; });
    note();
    for (const auto& each : idle_) arm_expiry(each->idle_until(limit));
}

void http_pool::interrupt() {
    ++interrupted_;
    open_ -= idle_.size();
    idle_.clear();
    note();
    if (expiry_) runtime_->cancel(std::exchange(expiry_, 0));
    for (auto* entry : queue_) entry->turn.interrupt();
    for (const auto& weak : dials_)
        if (const auto work = weak.lock()) work->interrupt();
    for (const auto& weak : connections_)
        if (const auto connection = weak.lock()) connection->close();
}

} // namespace corogql::engine
