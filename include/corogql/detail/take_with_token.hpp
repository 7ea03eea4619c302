/// The generator's step for completion tokens.
#pragma once

#include <corogql/detail/apart.hpp>
#include <corogql/detail/guest.hpp>
#include <corogql/detail/sequence.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/system_executor.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace corogql::detail {

template <class T>
using item_handler = asio::any_completion_handler<void(std::exception_ptr, std::optional<T>)>;

/// The step runs on the executor of the sources, and where they have none on the handler's.
inline asio::any_io_executor place_of_step(const asio::any_io_executor& source, const asio::any_io_executor& handler) {
    return is_everlasting(source) ? handler : source;
}

template <class T>
asio::awaitable<void> take_and_tell(std::shared_ptr<sequence<T>> from, asio::any_io_executor place,
                                    asio::any_io_executor on, item_handler<T> handler) {
    std::exception_ptr failure;
    std::optional<T> item;
    try {
        auto taken = co_await take_next(from, &place);
        if (taken) item.emplace(std::move(*taken));
    } catch (...) {
        failure = std::current_exception();
    }
    from.reset(); // whoever waits for this may destroy everything next, while this still unwinds
    if (!on) {    // it finds its way alone
        std::move(handler)(failure, std::move(item));
        co_return;
    }
    asio::post(on, [handler = std::move(handler), failure, item = std::move(item)]() mutable {
        std::move(handler)(failure, std::move(item));
    });
}

/// Calls `handler` on `on`, never within this call.
template <class T>
void take_with_token(std::shared_ptr<sequence<T>> from, const asio::any_io_executor& on, item_handler<T> handler) {
    const auto place = place_of_step(from ? from->executor() : asio::system_executor(), on);
    auto slot = asio::get_associated_cancellation_slot(handler);
    const bool abroad = is_abroad(on, place);
    asio::any_io_executor work;
    if (!abroad) work = asio::prefer(on, asio::execution::outstanding_work.tracked);
    item_handler<T> home = abroad ? from_abroad(std::move(handler), on) : std::move(handler);
    apart(place, take_and_tell(std::move(from), place, std::move(work), std::move(home)), slot);
}

} // namespace corogql::detail
