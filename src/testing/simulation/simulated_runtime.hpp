/// The engine's two seams lead here into the simulated world.
#pragma once

#include "transport/asio/runtime_source.hpp"

namespace corogql::testing {

namespace asio = boost::asio;

class simulated_world;

/// Makes every client of the world's context live in that world.
class simulated_runtime_source final : public transport::runtime_source {
public:
    simulated_runtime_source(asio::execution_context& context, simulated_world& world)
        : runtime_source(context), world_(world) {}
    std::shared_ptr<transport::runtime> make(asio::any_io_executor executor) override;

private:
    simulated_world& world_;
};

} // namespace corogql::testing
