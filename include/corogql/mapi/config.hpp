/// The configuration of `mcli`: its YAML file, its environment variables, and what follows from both.
///
///     MCLI_MODE                    PROD (default), DEV, LOCAL, STAGING, DBX_AWS_STAGING or DBX_AZURE_STAGING, in any
///                                  case; an unknown one is PROD
///     MOSAICML_API_ENDPOINT        instead of the mode's endpoint
///     MOSAICML_API_KEY             instead of the file's key; set but empty: no key
///     MOSAICML_ACCESS_TOKEN_FILE   a file with an access token, used when there is no key
///     MCLI_CONFIG_PATH             the file; default <MCLI_CONFIG_DIR>/mcli_config
///     MCLI_CONFIG_DIR              its folder; default ~/.mosaic
///     MCLI_TIMEOUT                 seconds; see get_timeout()
#pragma once

#include <corogql/mapi/environment.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::mapi {

enum class mode { prod, dev, local, staging, dbx_aws_staging, dbx_azure_staging };

std::string_view to_string(mode value) noexcept; ///< "PROD", …
mode current_mode(const environment& variables);
/// Databricks modes know no API key, only the access token.
bool is_databricks(mode value) noexcept;
std::string_view default_endpoint(mode value) noexcept;

std::filesystem::path config_path(const environment& variables);

/// What the file holds. Keys that are not known are kept.
class config {
public:
    std::string api_key;                          ///< MOSAICML_API_KEY: for PROD and the Databricks modes
    std::map<std::string, std::string> mode_keys; ///< mcloud_envs: API keys of DEV, LOCAL and STAGING
    std::map<std::string, bool> feature_flags;
    std::string last_update_check; ///< ISO 8601; written as the present time when empty
    std::optional<std::string> user_id, organization_id;

    /// Throws config_error that names the file when it cannot be read or is no YAML mapping. A file that is missing
    /// or empty is an empty configuration.
    static config load(const std::filesystem::path& file);

    /// Replaces the file as a whole (written beside it, then renamed), readable for its owner only; makes its folder.
    /// Throws config_error that names the file.
    void save(const std::filesystem::path& file) const;

    /// The key of a mode; empty without one.
    const std::string& key_for(mode value) const noexcept;
    void set_key_for(mode value, std::string key);

private:
    std::map<std::string, std::string> others_; ///< as YAML text
};

/// MCLI_TIMEOUT in seconds where it is set and not empty, else `fallback`. Throws config_error when it is no number
/// or negative.
std::optional<std::chrono::nanoseconds> get_timeout(const environment& variables,
                                                    std::optional<std::chrono::nanoseconds> fallback);

} // namespace corogql::mapi
