#include "testing/doorbell.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace corogql::testing {

namespace {

template <class Handler>
class parked final : public doorbell::sleeper {
public:
    parked(asio::any_io_executor executor, Handler handler)
        : executor_(std::move(executor)), handler_(std::move(handler)) {}
    void wake() override { asio::post(executor_, std::move(handler_)); }

private:
    asio::any_io_executor executor_;
    Handler handler_;
};

} // namespace

doorbell::doorbell(asio::any_io_executor executor) : executor_(std::move(executor)) {}
doorbell::~doorbell() = default;

void doorbell::ring() {
    rung_ = true;
    if (const auto woken = std::move(sleeper_)) woken->wake();
}

asio::awaitable<void> doorbell::wait() {
    if (!rung_) {
        auto park = [this](auto handler) {
            using handler_type = decltype(handler);
            sleeper_ = std::make_unique<parked<handler_type>>(executor_, std::move(handler));
        };
        co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(park, asio::use_awaitable);
    }
    rung_ = false;
}

} // namespace corogql::testing
