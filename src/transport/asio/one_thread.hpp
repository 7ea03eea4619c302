/// Some contexts are run by one thread, and say so.
#pragma once

#include <boost/asio/any_io_executor.hpp>

namespace corogql::transport {

/// Returns whether this is the executor of an io_context that was made for one thread (a concurrency hint of 1, with
/// which Asio itself relies on that): whatever executors the context has, they run one function at a time.
bool runs_on_one_thread(const boost::asio::any_io_executor& executor);

} // namespace corogql::transport
