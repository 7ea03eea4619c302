/// A completion handler is called in its place, which is found here.
#pragma once

#include <corogql/detail/guest.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/execution/blocking.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace corogql::detail {

/// This is true of use_future's executor, which calls at once what it is given. Whoever asks it for its context starts
/// Asio's own threads, which a child of fork() would wait for at its end.
template <class Executor>
inline constexpr bool is_promise_executor = false;
template <template <class, class> class Executor, class T>
inline constexpr bool is_promise_executor<Executor<T, asio::execution::blocking_t::possibly_t>> = true;

/// A handler that has no place of its own is told when it is dropped: a future would wait for ever.
template <class Handler, class... Results>
class told_when_dropped {
public:
    using cancellation_slot_type = asio::associated_cancellation_slot_t<Handler>;
    using allocator_type = asio::associated_allocator_t<Handler>;

    explicit told_when_dropped(Handler handler) : handler_(std::move(handler)) {}
    told_when_dropped(told_when_dropped&& other) : handler_(std::exchange(other.handler_, std::nullopt)) {}
    ~told_when_dropped() {
        if (handler_) std::move (*this)(gone(), Results()...);
    }

    cancellation_slot_type get_cancellation_slot() const noexcept {
        return asio::get_associated_cancellation_slot(*handler_);
    }
    allocator_type get_allocator() const noexcept { return asio::get_associated_allocator(*handler_); }

    void operator()(std::exception_ptr failure, Results... results) && {
        auto handler = std::exchange(handler_, std::nullopt);
        std::move (*handler)(std::move(failure), std::move(results)...);
    }

private:
    std::optional<Handler> handler_;
};

template <class... Results>
struct placed_handler {
    asio::any_io_executor on;
    result_handler<Results...> handler;
};

/// Places a handler on its own executor, or on `otherwise` where it has none.
template <class... Results, class Handler>
placed_handler<Results...> place(Handler handler, const asio::any_io_executor& otherwise) {
    using own = asio::associated_executor_t<Handler, asio::any_io_executor>;
    if constexpr (is_promise_executor<own>) {
        return {otherwise, told_when_dropped<Handler, Results...>(std::move(handler))};
    } else {
        asio::any_io_executor on = asio::get_associated_executor(handler, otherwise);
        return {std::move(on), std::move(handler)};
    }
}

} // namespace corogql::detail
