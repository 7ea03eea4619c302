#include "transport/asio/one_thread.hpp"

#include <boost/asio/detail/concurrency_hint.hpp>
#include <boost/asio/detail/scheduler.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/io_context.hpp>

namespace corogql::transport {

// The hint has no public face. A thread_pool has one as well, and yet other threads may be attached to it.
bool runs_on_one_thread(const boost::asio::any_io_executor& executor) {
    namespace asio = boost::asio;
    const auto* const plain = executor.target<asio::io_context::executor_type>();
    if (!plain) return false;
    return asio::use_service<asio::detail::scheduler>(plain->context()).concurrency_hint() ==
           BOOST_ASIO_CONCURRENCY_HINT_1;
}

} // namespace corogql::transport
