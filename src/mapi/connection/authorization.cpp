#include "mapi/connection/authorization.hpp"

#include "mapi/submission/read_file.hpp"
#include "values/text/ascii.hpp"

#include <corogql/mapi/error.hpp>

#include <system_error>

namespace corogql::mapi::detail {

namespace {

std::string read_token(const std::filesystem::path& file) {
    try {
        return std::string(corogql::detail::trim(read_file(file)));
    } catch (const std::system_error& failed) {
        throw config_error("the access token file " + file.string() +
                           " (MOSAICML_ACCESS_TOKEN_FILE) cannot be read: " + failed.code().message());
    }
}

} // namespace

std::string authorization::api_key(mode value) const {
    if (is_databricks(value)) return {};
    if (!api_key_.empty()) return api_key_;
    if (auto key = variables_("MOSAICML_API_KEY")) return *key;
    const std::lock_guard lock(mutex_);
    return config_.get(config_path(variables_), &config::load).key_for(value);
}

std::string authorization::access_token() const {
    const auto file = variables_("MOSAICML_ACCESS_TOKEN_FILE").value_or("");
    if (file.empty()) return {};
    const std::lock_guard lock(mutex_);
    return token_.get(file, &read_token);
}

std::string authorization::header() const {
    const auto value = current_mode(variables_);
    if (auto key = api_key(value); !key.empty()) return key;
    if (const auto token = access_token(); !token.empty()) return "Bearer " + token;
    throw config_error(is_databricks(value) ? config_error::access_token_missing : config_error::auth_key_missing);
}

} // namespace corogql::mapi::detail
