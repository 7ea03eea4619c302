/// A request authenticates with what is found first, by the order of `mcli`: argument, environment, configuration file,
/// token file.
#pragma once

#include "mapi/configuration/watched_file.hpp"

#include <corogql/mapi/config.hpp>

#include <mutex>
#include <string>

namespace corogql::mapi::detail {

/// Finds what requests authenticate with. This class is thread-safe.
class authorization {
public:
    authorization(std::string api_key, environment variables)
        : api_key_(std::move(api_key)), variables_(std::move(variables)) {}

    /// Returns the value of the Authorization header: the raw key, or "Bearer <token>". Throws config_error when there
    /// is neither, or a file cannot be read.
    std::string header() const;

private:
    std::string api_key(mode value) const;
    std::string access_token() const;

    const std::string api_key_;
    const environment variables_;
    mutable std::mutex mutex_;
    mutable watched_file<config> config_;
    mutable watched_file<std::string> token_;
};

} // namespace corogql::mapi::detail
