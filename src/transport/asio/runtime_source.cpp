#include "transport/asio/runtime_source.hpp"

#include "transport/asio/asio_runtime.hpp"
#include "transport/tls/crypto_library.hpp"

#include <boost/asio/query.hpp>

namespace corogql::transport {

asio::execution_context::id runtime_source::id;

std::shared_ptr<runtime> runtime_source::make(asio::any_io_executor executor) {
    load_crypto_library();
    return make_asio_runtime(std::move(executor));
}

std::shared_ptr<runtime> make_runtime(asio::any_io_executor executor) {
    auto& context = asio::query(executor, asio::execution::context);
    return asio::use_service<runtime_source>(context).make(std::move(executor));
}

} // namespace corogql::transport
