/// An operation that its caller has cancelled throws operation_aborted.
#pragma once

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace corogql::engine {

/// Throws operation_aborted anew, in a handler of `noticed`. Whoever notices a cancellation first may have a text with
/// places in Asio's source, which is nobody's business; anything else, such as what an interceptor threw, goes on as it
/// is.
[[noreturn]] inline void rethrow_cancelled(const boost::system::system_error& noticed) {
    if (noticed.code() != boost::asio::error::operation_aborted) throw;
    throw boost::system::system_error(boost::asio::error::operation_aborted);
}

} // namespace corogql::engine
