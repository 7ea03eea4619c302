/// A server is asked for its schema, by introspection.
#pragma once

#include <corogql/client.hpp>
#include <corogql/schema.hpp>

#include <memory>

namespace corogql {

class blocking_client;

namespace detail {
using schema_handler = asio::any_completion_handler<void(std::exception_ptr, schema)>;
void start_load_schema(std::shared_ptr<client_place> place, asio::any_io_executor on, schema_handler handler);
} // namespace detail

/// Asks a server for its schema. Where it does not know what its edition of the specification does not have, older
/// questions follow, four requests in all. Throws kind `graphql`, with the server's errors inside, when it refuses, as
/// it does at once where introspection is switched off, or tells a part only; kind `decode` when the answer describes
/// no schema; and whatever execute() throws. Answers are large: see client_options::max_message_size(). It is cancelled
/// as execute() is.
asio::awaitable<schema> load_schema(client& api);

/// Runs load_schema() and waits; not on the client's own loop thread.
schema load_schema(blocking_client& api);

/// Runs load_schema() with any completion token of the signature `void(std::exception_ptr, schema)`. A handler without
/// an executor of its own is called on the client's.
template <class CompletionToken>
auto async_load_schema(client& api, CompletionToken&& token) {
    auto initiate = [](auto handler, std::shared_ptr<detail::client_place> place) {
        auto called = detail::place<schema>(std::move(handler), detail::executor_of(place));
        detail::start_load_schema(std::move(place), std::move(called.on), std::move(called.handler));
    };
    return asio::async_initiate<CompletionToken, void(std::exception_ptr, schema)>(std::move(initiate), token,
                                                                                   detail::place_of(api));
}

} // namespace corogql
