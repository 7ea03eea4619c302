#pragma once

#include "transport/parking.hpp"

#include <utility>
#include <vector>

namespace corogql::transport {

/// Handlers that tell in which order they are called, and with what.
struct handler_log {
    std::vector<std::pair<int, error_code>> calls;
    wake_handler handler(int number) {
        return [this, number](error_code result) { calls.emplace_back(number, result); };
    }
};

} // namespace corogql::transport
