/// One query or mutation over HTTP: attempts, redirects, refresh and waits under one deadline.
#pragma once

#include "engine/engine.hpp"
#include "engine/request_form.hpp"
#include "protocol/retry/outcome.hpp"

#include <chrono>
#include <memory>
#include <optional>

namespace corogql::detail {

/// What makes a call the part of another one, which counts as use of the engine.
struct part_of_call {
    std::unique_ptr<request_form> form;       ///< null: the one that the options want
    std::optional<protocol::outcome> earlier; ///< of an attempt that was the other's
    std::uint64_t credentials_generation = 0; ///< of that attempt
    std::chrono::nanoseconds limit{0};        ///< of all of it, of which a part has passed; 0: the operation's own
};

/// Takes what `part` holds, at once: it need not outlive the call.
asio::awaitable<response> call_http(std::shared_ptr<engine> engine, request&& operation, part_of_call* part = nullptr);

} // namespace corogql::detail
