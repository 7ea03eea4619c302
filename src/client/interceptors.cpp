#include <corogql/interceptors.hpp>

#include "transport/asio/runtime_source.hpp"
#include "transport/tls/hash.hpp"
#include "transport/waiter.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <list>
#include <mutex>

namespace corogql {

namespace {

/// Turns are given out ahead, at even distances. An attempt that leaves before its turn leaves the turn to the next in
/// the queue, which then has one too many and leaves that one to the next when its own turn comes, and so on; behind
/// the last attempt the turn is free again. So each attempt needs no more than a timer of its own, and a client whose
/// loop stands still holds up nobody else.
class rate_limit final : public interceptor {
public:
    rate_limit(double per_second, unsigned burst)
        : interval_(
              std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(1 / per_second))),
          saved_(interval_ * (burst > 0 ? burst - 1 : 0)) {}

    asio::awaitable<void> before(http_attempt&) override {
        const asio::any_io_executor executor = co_await asio::this_coro::executor;
        const auto self = std::make_shared<waiting>(transport::make_runtime(executor));
        place here(*this, self);
        auto& runtime = *self->runtime;
        for (auto turn = here.turn(); turn > runtime.now(); turn = here.turn()) co_await self->bell.wait_until(turn);
        here.use();
    }

private:
    struct waiting {
        explicit waiting(std::shared_ptr<transport::runtime> where) : runtime(std::move(where)), bell(*runtime) {}
        const std::shared_ptr<transport::runtime> runtime;
        transport::waiter bell; ///< Used on the runtime's executor only.
        // Under the limit's lock:
        steady_time turn;
        std::chrono::nanoseconds spare{0}; ///< The turns that the attempt has besides its own, as a time.
    };
    using queue = std::list<std::shared_ptr<waiting>>;

    class place {
    public:
        place(rate_limit& limit, const std::shared_ptr<waiting>& who) : limit_(limit), place_(limit.enter(who)) {}
        ~place() { limit_.leave(place_, used_); }
        place(const place&) = delete;
        place& operator=(const place&) = delete;

        steady_time turn() const {
            const std::lock_guard lock(limit_.mutex_);
            return (*place_)->turn;
        }
        void use() noexcept { used_ = true; }

    private:
        rate_limit& limit_;
        const queue::iterator place_;
        bool used_ = false;
    };

    queue::iterator enter(const std::shared_ptr<waiting>& who) {
        const std::lock_guard lock(mutex_);
        next_ = std::max(next_, who->runtime->now() - saved_);
        who->turn = next_;
        next_ += interval_;
        return queue_.insert(queue_.end(), who);
    }

    void leave(queue::iterator left_behind, bool used) {
        const std::lock_guard lock(mutex_);
        const auto left = (*left_behind)->spare + (used ? std::chrono::nanoseconds(0) : interval_);
        const auto next = queue_.erase(left_behind);
        if (left.count() == 0) return;
        if (next == queue_.end()) {
            next_ -= left;
            return;
        }
        (*next)->turn -= left;
        (*next)->spare += left;
        // Under the lock, as its executor lives for as long as it is in the queue.
        asio::post((*next)->runtime->executor(), [weak = std::weak_ptr(*next)] {
            if (const auto alive = weak.lock()) alive->bell.notify();
        });
    }

    const std::chrono::nanoseconds interval_, saved_;
    std::mutex mutex_;
    queue queue_;
    steady_time next_{};
};

class attempt_log final : public interceptor {
public:
    explicit attempt_log(std::function<void(std::string_view)> sink) : sink_(std::move(sink)) {}

    void after(const http_attempt& attempt, const http_outcome& outcome) override {
        const auto& name = attempt.operation().operation_name();
        std::string line =
            (name.empty() ? "an operation" : name) + ", attempt " + std::to_string(attempt.number()) + ": ";
        if (outcome.failure)
            line += outcome.failure->what();
        else
            line += "HTTP " + std::to_string(outcome.http_status);
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(outcome.took).count();
        try {
            sink_(line += " after " + std::to_string(took) + " ms");
        } catch (...) {
            // A log that cannot be written is no reason to end anything.
        }
    }

private:
    const std::function<void(std::string_view)> sink_;
};

class body_signature final : public interceptor {
public:
    body_signature(std::string header, std::string secret) : header_(std::move(header)), secret_(std::move(secret)) {}

    asio::awaitable<void> before(http_attempt& attempt) override {
        if (!attempt.operation().attachments().empty())
            throw error(error_kind::usage, "sign_body() cannot sign an upload: its files are read while it is sent");
        attempt.header(header_, "sha256=" + transport::hmac_sha256_hex(secret_, attempt.body()));
        co_return;
    }

private:
    const std::string header_, secret_;
};

} // namespace

std::shared_ptr<interceptor> limit_rate(double per_second, unsigned burst) {
    if (!(per_second > 0)) throw error(error_kind::usage, "limit_rate() needs a rate above 0");
    return std::make_shared<rate_limit>(per_second, burst);
}

std::shared_ptr<interceptor> log_attempts(std::function<void(std::string_view)> sink) {
    return std::make_shared<attempt_log>(std::move(sink));
}

std::shared_ptr<interceptor> sign_body(std::string header, std::string secret) {
    return std::make_shared<body_signature>(std::move(header), std::move(secret));
}

} // namespace corogql
