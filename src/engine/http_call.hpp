/// One query or mutation over HTTP: attempts, redirects, refresh and waits under one deadline.
#pragma once

#include "engine/engine.hpp"
#include "engine/request_form.hpp"

#include <optional>

namespace corogql::detail {

/// What makes a call the part of another one, which counts as use of the engine.
struct part_of_call {
    std::unique_ptr<request_form> form; ///< null: the one that the options want
    std::optional<error> earlier;       ///< how an attempt failed that was the other's
    unsigned attempts = 0;              ///< of the other's before that
    bool refreshed = false;             ///< the credentials, after a refusal
};

/// Takes what `part` holds, at once: it need not outlive the call.
asio::awaitable<response> call_http(std::shared_ptr<engine> engine, request&& operation, part_of_call* part = nullptr);

} // namespace corogql::detail
