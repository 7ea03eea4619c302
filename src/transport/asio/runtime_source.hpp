/// A runtime source says in which world a client lives: the one that its executor's context was given, else the real
/// one.
#pragma once

#include "transport/runtime.hpp"

#include <boost/asio/execution_context.hpp>

#include <memory>

namespace corogql::transport {

/// This service of an execution context makes the runtimes of clients. A simulated world adds its own to its context,
/// so that code which knows no more than an executor runs in that world unchanged.
class runtime_source : public asio::execution_context::service {
public:
    static asio::execution_context::id id;

    explicit runtime_source(asio::execution_context& context) : asio::execution_context::service(context) {}
    /// Makes a runtime of Asio's sockets and the steady clock, unless overridden.
    virtual std::shared_ptr<runtime> make(asio::any_io_executor executor);

private:
    void shutdown() override {}
};

std::shared_ptr<runtime> make_runtime(asio::any_io_executor executor);

} // namespace corogql::transport
