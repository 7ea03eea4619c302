#include <corogql/blocking_pages.hpp>

#include <corogql/error.hpp>
#include <corogql/event_loop.hpp>
#include <corogql/pending.hpp>

#include <boost/asio/use_future.hpp>

namespace corogql {

void blocking_pages::start() {
    if (loop_->running_in_this_thread())
        throw error(error_kind::usage, "a blocking call on the client's own loop thread would wait for ever");
    if (!coming_.valid()) coming_ = pages_.async_next(asio::use_future);
}

std::optional<page> blocking_pages::next() {
    start();
    return coming_.get();
}

std::optional<page> blocking_pages::next(std::chrono::nanoseconds limit) {
    start();
    if (!detail::wait_for(coming_, limit)) throw error(error_kind::timeout, "no page came in time");
    return coming_.get();
}

} // namespace corogql
