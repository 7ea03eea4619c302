/// A query or mutation over HTTP has attempts, redirects, refreshes and waits under one deadline.
#pragma once

#include "engine/http/call_context.hpp"
#include "engine/http/request_form.hpp"
#include "protocol/retry/outcome.hpp"

#include <chrono>
#include <memory>
#include <optional>

namespace corogql::engine {

/// Makes a call a part of another one, which is the one that counts as use of the context.
struct part_of_call {
    std::unique_ptr<request_form> form;       ///< Null for the form that the options want.
    std::optional<protocol::outcome> earlier; ///< What an attempt of the other call came to.
    std::uint64_t credentials_generation = 0; ///< The generation of the credentials in `earlier`.
    /// The limit of the whole, of which a part has passed; 0 for the operation's own.
    std::chrono::nanoseconds limit{0};
};

/// Sends one request, with all its attempts. Takes what `part` holds at once: `part` need not outlive the call.
asio::awaitable<response> call_http(std::shared_ptr<call_context> context, request&& operation,
                                    part_of_call* part = nullptr);

/// Runs a query or mutation over HTTP, perhaps together with others.
asio::awaitable<response> execute_http(std::shared_ptr<call_context> context, request&& operation);

} // namespace corogql::engine
