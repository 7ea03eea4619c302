#include "transport/asio/one_thread.hpp"

#include <boost/asio/detail/concurrency_hint.hpp>
#include <boost/asio/detail/scheduler.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/io_context.hpp>

namespace corogql::transport {

namespace {

/// The hint has no public face, and later versions of Asio do not keep it here: then nothing is known.
template <class Scheduler>
bool is_for_one_thread(const Scheduler& scheduler) {
    if constexpr (requires { scheduler.concurrency_hint(); })
        return scheduler.concurrency_hint() == BOOST_ASIO_CONCURRENCY_HINT_1;
    else
        return false;
}

} // namespace

// A thread_pool has a hint as well, and yet other threads may be attached to it.
bool runs_on_one_thread(const boost::asio::any_io_executor& executor) {
    namespace asio = boost::asio;
    const auto* const plain = executor.target<asio::io_context::executor_type>();
    return plain && is_for_one_thread(asio::use_service<asio::detail::scheduler>(plain->context()));
}

} // namespace corogql::transport
