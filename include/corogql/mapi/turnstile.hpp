/// Coroutines of one loop pass one at a time, in the order they came. Used by stream.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace corogql::detail {

namespace asio = boost::asio;

class turnstile {
public:
    /// All use is on this executor, which runs one function at a time.
    explicit turnstile(asio::any_io_executor executor);
    ~turnstile();

    /// Lets the next one pass when it goes.
    class turn {
    public:
        explicit turn(turnstile& owner) noexcept : owner_(&owner) {}
        turn(turn&& other) noexcept : owner_(other.owner_) { other.owner_ = nullptr; }
        turn& operator=(turn&&) = delete;
        ~turn() {
            if (owner_) owner_->leave();
        }

    private:
        turnstile* owner_;
    };

    /// The turnstile must outlive the turn.
    asio::awaitable<turn> enter();

private:
    struct state;
    void leave() noexcept;
    std::unique_ptr<state> state_;
};

} // namespace corogql::detail
