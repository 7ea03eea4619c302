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

/// A context that has kept something before it had strands.
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
        second.emplace(parking_lot::park(at_end([&] { ++gone, third->wake(); }), on));
        asio::post(on, [last = at_end([&] { ++gone, second->wake(); })] {});
    });
    CHECK(gone == 3);
}

TEST_CASE("context_gate: it is closed before the strands go, also those made behind it") {
    std::optional<bool> woken, visited;
    const dying_context end([&](const asio::any_io_executor& on) {
        auto& context = asio::query(on, asio::execution::context);
        const auto handle = std::make_shared<transport::kept<int>>(context, std::make_shared<int>(1));
        const auto ticket = parking_lot::park(at_end([] {}), on);
        asio::post(on, [last = at_end([&woken, &visited, handle, ticket] {
                            woken = ticket.wake();
                            visited = false;
                            handle->visit([&visited](const auto&) { visited = true; });
                        })] {});
    });
    CHECK(woken == false);
    CHECK(visited == false);
}

TEST_CASE("kept: what goes with its context may let go of it, and finds it gone") {
    int gone = 0;
    const dying_context end([&](const asio::any_io_executor& on) {
        auto& context = asio::query(on, asio::execution::context);
        const auto handle = std::make_shared<transport::kept<strand>>(context, std::make_shared<strand>(on));
        asio::post(on, [last = at_end([&gone, handle] {
                            gone += handle->get() == nullptr;
                            handle->reset();
                        })] {});
    });
    CHECK(gone == 1);
}

TEST_CASE("context_gate: it closes when the last of those has left who came before") {
    asio::io_context loop;
    transport::context_gate gate(loop);
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
