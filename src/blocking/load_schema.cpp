#include <corogql/blocking_client.hpp>
#include <corogql/load_schema.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/use_future.hpp>

namespace corogql {

schema load_schema(blocking_client& api) {
    api.loop_->check_wait();
    return async_load_schema(api.client_, asio::bind_executor(api.loop_->executor(), asio::use_future)).get();
}

} // namespace corogql
