#include <corogql/interceptors.hpp>

#include "transport/hash.hpp"
#include "transport/runtime_source.hpp"
#include "transport/waiter.hpp"

#include <boost/asio/this_coro.hpp>

#include <mutex>

namespace corogql {

namespace {

class rate_limit final : public interceptor {
public:
    rate_limit(double per_second, unsigned burst)
        : interval_(
              std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(1 / per_second))),
          saved_(interval_ * (burst > 0 ? burst - 1 : 0)) {}

    asio::awaitable<void> before(http_attempt&) override {
        const asio::any_io_executor executor = co_await asio::this_coro::executor;
        const auto runtime = transport::make_runtime(executor);
        const auto turn = take_turn(runtime->now());
        if (turn <= runtime->now()) co_return;
        transport::waiter pause(*runtime);
        co_await pause.wait_until(turn);
    }

private:
    steady_time take_turn(steady_time now) {
        const std::lock_guard lock(mutex_);
        next_ = std::max(next_, now - saved_);
        const auto turn = next_;
        next_ += interval_;
        return turn;
    }

    const std::chrono::nanoseconds interval_, saved_;
    std::mutex mutex_;
    steady_time next_{};
};

class attempt_log final : public interceptor {
public:
    explicit attempt_log(std::function<void(std::string_view)> sink) : sink_(std::move(sink)) {}

    void after(const http_attempt& attempt, const http_outcome& outcome) noexcept override {
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
        attempt.header(header_, "sha256=" + transport::hmac_sha256_hex(secret_, attempt.body()));
        co_return;
    }

private:
    const std::string header_, secret_;
};

} // namespace

std::shared_ptr<interceptor> limit_rate(double per_second, unsigned burst) {
    if (!(per_second > 0)) throw error(error_kind::config, "limit_rate() needs a rate above 0");
    return std::make_shared<rate_limit>(per_second, burst);
}

std::shared_ptr<interceptor> log_attempts(std::function<void(std::string_view)> sink) {
    return std::make_shared<attempt_log>(std::move(sink));
}

std::shared_ptr<interceptor> sign_body(std::string header, std::string secret) {
    return std::make_shared<body_signature>(std::move(header), std::move(secret));
}

} // namespace corogql
