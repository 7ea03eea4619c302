/// One query or mutation over HTTP: attempts, redirects, refresh and waits under one deadline.
#pragma once

#include "engine/engine.hpp"
#include "engine/request_form.hpp"

#include <optional>

namespace corogql::detail {

/// `form` null: the one that the options want. `earlier`: how a first attempt failed, which was another's.
asio::awaitable<response> call_http(std::shared_ptr<engine> engine, request&& operation,
                                    std::unique_ptr<request_form> form = nullptr,
                                    std::optional<error> earlier = std::nullopt);

} // namespace corogql::detail
