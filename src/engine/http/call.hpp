/// One query or mutation over HTTP: attempts, redirects, refresh and waits under one deadline.
#pragma once

#include "engine/http/call_context.hpp"
#include "engine/http/request_form.hpp"
#include "protocol/retry/outcome.hpp"

#include <chrono>
#include <memory>
#include <optional>

namespace corogql::engine {

/// What makes a call the part of another one, which counts as use of the context.
struct part_of_call {
    std::unique_ptr<request_form> form;       ///< null: the one that the options want
    std::optional<protocol::outcome> earlier; ///< of an attempt that was the other's
    std::uint64_t credentials_generation = 0; ///< of that attempt
    std::chrono::nanoseconds limit{0};        ///< of all of it, of which a part has passed; 0: the operation's own
};

/// Takes what `part` holds, at once: it need not outlive the call.
asio::awaitable<response> call_http(std::shared_ptr<call_context> context, request&& operation,
                                    part_of_call* part = nullptr);

/// A query or mutation over HTTP, perhaps together with others.
asio::awaitable<response> execute_http(std::shared_ptr<call_context> context, request&& operation);

} // namespace corogql::engine
