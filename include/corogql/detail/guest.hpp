/// A guest is a completion handler that waits for what happens on another execution context than its own.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

namespace corogql::detail {

namespace asio = boost::asio;

/// Returns whether the context is that of Asio's system_executor, whose threads never go.
bool is_everlasting(const asio::any_io_executor& executor);
/// Returns whether handlers of `home` need a guest: each of the two contexts may go before the other.
bool is_abroad(const asio::any_io_executor& home, const asio::any_io_executor& work);
/// Makes what is told to who waits elsewhere when the work's context is destroyed: kind `cancelled`.
std::exception_ptr gone();

/// The handler stays at home: its own context keeps it, as work, and drops it when it goes.
class guest {
public:
    guest(asio::any_completion_handler<void()> handler, const asio::any_io_executor& home);
    guest(guest&& other) noexcept;
    ~guest();
    /// Posts the handler to its home, and does nothing when that has gone. It is called once, from any thread.
    void send_home();

private:
    struct place;
    std::unique_ptr<place> place_;
};

template <class... Results>
using result_handler = asio::any_completion_handler<void(std::exception_ptr, Results...)>;

template <class... Results>
class call_home;

/// Makes of a handler one that is called from another context.
template <class... Results>
result_handler<Results...> from_abroad(result_handler<Results...> handler, const asio::any_io_executor& home) {
    return call_home<Results...>(std::move(handler), home);
}

/// A function in the handler's place may be called, or destroyed, on any thread. Destroyed without a call it tells that
/// the work went with its context.
template <class... Results>
class call_home {
public:
    call_home(result_handler<Results...> handler, const asio::any_io_executor& home)
        : letter_(std::make_shared<letter>()), guest_(open(letter_, std::move(handler)), home) {}
    call_home(call_home&& other) noexcept : letter_(std::move(other.letter_)), guest_(std::move(other.guest_)) {}
    ~call_home() {
        if (!letter_) return;
        auto& self = *this;
        std::move(self)(gone(), Results()...);
    }

    void operator()(std::exception_ptr failure, Results... results) && {
        letter_->failure = std::move(failure);
        letter_->results.emplace(std::move(results)...);
        letter_.reset();
        guest_.send_home();
    }

private:
    struct letter {
        std::exception_ptr failure;
        std::optional<std::tuple<Results...>> results;
    };
    static asio::any_completion_handler<void()> open(std::shared_ptr<letter> sent, result_handler<Results...> handler) {
        return [sent = std::move(sent), handler = std::move(handler)]() mutable {
            auto call = [&](Results&... results) { std::move(handler)(sent->failure, std::move(results)...); };
            std::apply(call, *sent->results);
        };
    }

    std::shared_ptr<letter> letter_;
    guest guest_;
};

} // namespace corogql::detail
