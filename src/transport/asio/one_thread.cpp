#include "transport/asio/one_thread.hpp"

#include <boost/asio/detail/concurrency_hint.hpp>
#include <boost/asio/detail/scheduler.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/query.hpp>

namespace corogql::transport {

// The hint has no public face that a type-erased executor leads to.
bool runs_on_one_thread(const boost::asio::any_io_executor& executor) {
    namespace asio = boost::asio;
    using asio::detail::scheduler;
    auto& context = asio::query(executor, asio::execution::context);
    return asio::has_service<scheduler>(context) &&
           asio::use_service<scheduler>(context).concurrency_hint() == BOOST_ASIO_CONCURRENCY_HINT_1;
}

} // namespace corogql::transport
