/// One query or mutation over the websocket is a subscription that has a single event.
#include "engine/client_engine.hpp"

#include "protocol/graphql/operation.hpp"
#include "values/at_exit.hpp"
#include "values/errors/detailed_error.hpp"

namespace corogql::engine {

asio::awaitable<response> execute_websocket(std::shared_ptr<client_engine> engine, std::unique_ptr<request> operation) {
    if (protocol::find_operation(operation->document(), operation->operation_name()) ==
        protocol::operation_kind::subscription)
        throw protocol::not_for_execute();
    if (!operation->attachments().empty())
        throw error(error_kind::usage, "files travel over HTTP only (option operations_over_websocket)");
    const client_engine::use in_use(*engine);
    const auto events = engine->subscribe(*operation, subscribe_options(), true);
    const detail::at_exit guard([&events] { events->close(); });
    auto first = co_await take_next<event>(events);
    if (!first)
        throw detailed_error(error_kind::protocol, "the server completed the operation without a result")
            .phase(error_phase::receive)
            .possibly_executed(true);
    co_return response(std::move(*first));
}

} // namespace corogql::engine
