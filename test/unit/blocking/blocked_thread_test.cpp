#include <corogql/detail/blocked_thread.hpp>

#include <corogql/detail/async_event.hpp>

#include <doctest/doctest.h>

#include <boost/asio/system_executor.hpp>

#include <atomic>
#include <limits>
#include <thread>

namespace asio = boost::asio;
using namespace corogql;

namespace {

/// Rung by another thread as soon as somebody parks.
class rung_at_once final : public detail::waitable {
public:
    void begin(const asio::any_io_executor&) override {}
    void park(detail::wake_handler handler, const asio::any_io_executor& on) override {
        bell_.park(std::move(handler), on);
        ++parked_;
    }
    bool done() const override { return false; }
    void close() noexcept override {}
    asio::any_io_executor executor() const override { return asio::system_executor(); }

    void give_up() { parked_ = std::numeric_limits<int>::max(); }
    void ring_for(int times) {
        for (int i = 0; i < times; ++i) {
            while (parked_ <= i) std::this_thread::yield();
            bell_.ring();
        }
    }

private:
    const detail::async_event bell_;
    std::atomic<int> parked_{0};
};

} // namespace

TEST_CASE("blocked thread: it is woken once for each time, however close the next one follows") {
    constexpr int times = 100'000;
    rung_at_once source;
    detail::blocked_thread thread;
    std::thread other([&] { source.ring_for(times); });
    detail::blocked_thread::turn here(thread, std::chrono::nanoseconds::max(), "item");
    bool late = false;
    for (int i = 0; i < times && !late; ++i) {
        try {
            here.park(source);
        } catch (const error&) {
            late = true;
        }
    }
    CHECK_FALSE(late);
    source.give_up();
    other.join();
}
