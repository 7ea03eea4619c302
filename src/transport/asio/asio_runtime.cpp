#include "transport/asio/asio_runtime.hpp"

#include "transport/dial/dial.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/query.hpp>

#include <array>
#include <concepts>
#include <optional>
#include <random>
#include <unordered_map>

namespace corogql::transport {

namespace {

std::mt19937_64 seeded_generator() {
    std::random_device device;
    std::array<std::random_device::result_type, 8> words{};
    for (auto& word : words) word = device();
    std::seed_seq seed(words.begin(), words.end());
    return std::mt19937_64(seed);
}

/// Asio counts a pending timer as work, so that run() would return only after a client's last idle connection was
/// closed. This class takes back what Asio counts. The scheduler's count is the one that its own executors change when
/// they are asked to track work, or not to; no public face leads to that count from a type-erased executor.
class uncounted_work {
public:
    explicit uncounted_work(asio::execution_context& context)
        : scheduler_(asio::has_service<asio::detail::scheduler>(context)
                         ? &asio::use_service<asio::detail::scheduler>(context)
                         : nullptr) {}

    /// Stops counting a pending operation. Only a function that the context runs, and so counts itself, may call this.
    void leave_out() const {
        if (scheduler_) scheduler_->work_finished();
    }
    /// Counts an operation again that ends now, because Asio will subtract it.
    void take_in() const {
        if (scheduler_) scheduler_->work_started();
    }
    bool operator==(const uncounted_work&) const noexcept = default;

private:
    asio::detail::scheduler* scheduler_;
};

/// An executor for timers. A pending operation on a strand holds work of its own unless, as here, the executor cannot
/// be asked to track any. What it is given to execute is the end of an operation, which Asio subtracts as soon as this
/// returns, and not when the function has run: those that wait for a strand are no work of their own.
class uncounted_executor {
public:
    /// Accepts an any_io_executor and nothing else, least of all an uncounted_executor: this constructor is asked
    /// whether that is an executor.
    template <std::same_as<asio::any_io_executor> Executor>
    uncounted_executor(Executor inner, uncounted_work count) noexcept : inner_(std::move(inner)), count_(count) {}

    template <class Function>
    void execute(Function function) const {
        count_.take_in();
        inner_.execute(std::move(function));
    }
    asio::execution_context& query(asio::execution::context_t) const {
        return asio::query(inner_, asio::execution::context);
    }
    bool operator==(const uncounted_executor&) const noexcept = default;

private:
    asio::any_io_executor inner_;
    uncounted_work count_;
};

using uncounted_timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                                   asio::wait_traits<std::chrono::steady_clock>, uncounted_executor>;

class asio_runtime final : public runtime, public std::enable_shared_from_this<asio_runtime> {
public:
    explicit asio_runtime(asio::any_io_executor executor)
        : executor_(std::move(executor)), count_(asio::query(executor_, asio::execution::context)) {}
    ~asio_runtime() override { // a loop must not wait for timers that nobody can hear
        for (const auto& [id, armed] : timers_) stop(armed);
    }
    asio_runtime(const asio_runtime&) = delete;
    asio_runtime& operator=(const asio_runtime&) = delete;

    asio::any_io_executor executor() const override { return executor_; }
    time_point now() const override { return std::chrono::steady_clock::now(); }
    std::chrono::system_clock::time_point calendar_now() const override { return std::chrono::system_clock::now(); }

    timer_id at(time_point when, std::function<void()> function) override {
        const timer_id id = ++last_id_;
        auto timer = std::make_shared<uncounted_timer>(uncounted_executor(executor_, count_), when);
        timers_.emplace(id, timer);
        // Its handler owns the timer and the function: when the loop is destroyed nothing stays behind in the
        // runtime. A timer that has fired cannot be unfired, so whether it still counts is decided by its id.
        uncounted_timer& armed = *timer;
        armed.async_wait([self = weak_from_this(), id, timer = std::move(timer),
                          function = std::move(function)](const boost::system::error_code&) {
            const auto alive = self.lock();
            if (alive && alive->timers_.erase(id) != 0) function();
        });
        count_.leave_out();
        return id;
    }

    void cancel(timer_id id) noexcept override {
        const auto found = timers_.find(id);
        if (found == timers_.end()) return;
        stop(found->second);
        timers_.erase(found);
    }

    std::uint64_t random() override {
        if (!generator_) generator_.emplace(seeded_generator()); // a clock needs none
        return (*generator_)();
    }

    asio::awaitable<std::unique_ptr<byte_stream>> dial(const endpoint& to, time_point until) override {
        return transport::dial(shared_from_this(), to, until);
    }

private:
    static void stop(const std::weak_ptr<uncounted_timer>& armed) {
        if (const auto timer = armed.lock()) timer->cancel();
    }

    asio::any_io_executor executor_;
    const uncounted_work count_;
    std::unordered_map<timer_id, std::weak_ptr<uncounted_timer>> timers_;
    timer_id last_id_ = 0;
    std::optional<std::mt19937_64> generator_;
};

} // namespace

std::shared_ptr<runtime> make_asio_runtime(asio::any_io_executor executor) {
    return std::make_shared<asio_runtime>(std::move(executor));
}

} // namespace corogql::transport
