#include "transport/context_gate.hpp"
#include "transport/kept.hpp"
#include "transport/parking.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <thread>

using namespace corogql;
namespace asio = boost::asio;
using transport::parking_lot;

namespace {

/// As a coroutine's local does, it calls its function when it is destroyed.
class at_end {
public:
    explicit at_end(std::function<void()> function) : function_(std::move(function)) {}
    at_end(at_end&&) = default;
    ~at_end() {
        if (function_) function_();
    }
    void operator()(transport::error_code) const {}

private:
    std::function<void()> function_;
};

using strand = asio::strand<asio::any_io_executor>;

/// A context whose strands go before what it keeps.
struct dying_context {
    explicit dying_context(const std::function<void(const asio::any_io_executor&)>& use) {
        asio::io_context loop;
        asio::use_service<parking_lot>(loop);
        asio::use_service<transport::keeper>(loop);
        use(strand(loop.get_executor()));
    }
};

} // namespace

TEST_CASE("parking: who goes with its context may wake others, whose going wakes others again") {
    int gone = 0;
    std::optional<parking_lot::ticket> second, third;
    const dying_context end([&](const asio::any_io_executor& on) {
        third.emplace(parking_lot::park(at_end([&] { ++gone; }), on));
        second.emplace(parking_lot::park(at_end([&] { ++gone, third->wake({}); }), on));
        asio::post(on, [last = at_end([&] { ++gone, second->wake({}); })] {});
        // The strand drops the function in its shutdown, and at once what is posted to it from then on.
    });
    CHECK(gone == 3);
}

TEST_CASE("kept: what goes with its context may visit it and let go of it") {
    int gone = 0;
    const dying_context end([&](const asio::any_io_executor& on) {
        auto& context = asio::query(on, asio::execution::context);
        const auto handle = std::make_shared<transport::kept<strand>>(context, std::make_shared<strand>(on));
        asio::post(on, [last = at_end([&gone, handle] {
                            handle->visit([&](const std::shared_ptr<strand>& to) {
                                asio::post(*to, [last = at_end([&gone, handle] { ++gone, handle->reset(); })] {});
                            });
                        })] {});
    });
    CHECK(gone == 1);
}

TEST_CASE("context_gate: it closes when the last of those has left who came before") {
    transport::context_gate gate;
    std::optional<transport::context_gate::pass> first(std::in_place, gate), second(std::in_place, gate);
    std::atomic<bool> closed = false;
    std::thread closing([&] { gate.close(), closed = true; });
    while (transport::context_gate::pass(gate)) std::this_thread::yield();
    CHECK(*first);
    first.reset();
    CHECK(!closed);
    second.reset();
    closing.join();
    CHECK(closed);
    CHECK(!transport::context_gate::pass(gate));
}
