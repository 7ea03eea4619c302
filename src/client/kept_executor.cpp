#include <corogql/detail/kept_executor.hpp>

#include "transport/kept.hpp"

#include <boost/asio/query.hpp>
#include <boost/asio/system_executor.hpp>

namespace corogql::detail {

struct kept_executor::place {
    explicit place(const asio::any_io_executor& executor)
        : kept(asio::query(executor, asio::execution::context), std::make_shared<asio::any_io_executor>(executor)) {}
    transport::kept<asio::any_io_executor> kept;
};

kept_executor::kept_executor(const asio::any_io_executor& executor) : place_(std::make_shared<place>(executor)) {}

asio::any_io_executor kept_executor::get() const {
    const auto alive = place_->kept.get();
    return alive ? *alive : asio::any_io_executor(asio::system_executor());
}

} // namespace corogql::detail
