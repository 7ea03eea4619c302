#include "transport/kept.hpp"

namespace corogql::transport {

asio::execution_context::id keeper::id;

keeper::keeper(asio::execution_context& context)
    : asio::execution_context::service(context), store_(std::make_shared<store>(context)) {}

std::shared_ptr<keeper::store> keeper::store_of(asio::execution_context& context) {
    return asio::use_service<keeper>(context).store_;
}

void keeper::shutdown() {
    store_->gate.close();
    const auto dropped = std::move(store_->all);
}

} // namespace corogql::transport
