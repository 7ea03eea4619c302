/// The real world consists of an Asio executor, the steady clock, TCP and unix sockets, and TLS.
#pragma once

#include "transport/runtime.hpp"

#include <memory>

namespace corogql::transport {

/// Makes the real world's runtime. `executor` must run one function at a time: a strand, or an io_context that one
/// thread runs.
std::shared_ptr<runtime> make_asio_runtime(asio::any_io_executor executor);

} // namespace corogql::transport
