/// The configuration of `mcli` is its YAML file, its environment variables, and what follows from both.
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

/// A mode says which MAPI is meant.
enum class mode {
    prod,              ///< Its endpoint is https://api.mosaicml.com/graphql.
    dev,               ///< Its endpoint is https://dev.api.mosaicml.com/graphql.
    local,             ///< Its endpoint is http://localhost:3001/graphql.
    staging,           ///< Its endpoint is https://staging.api.mosaicml.com/graphql.
    dbx_aws_staging,   ///< Its endpoint is one of Databricks on AWS, for staging.
    dbx_azure_staging, ///< Its endpoint is one of Databricks on Azure, for staging.
};

/// Returns the word of MCLI_MODE for a mode: "PROD", …
std::string_view to_string(mode value) noexcept;
/// Returns the mode that MCLI_MODE says; PROD where it says none.
mode current_mode(const environment& variables);
/// Returns whether a mode is one of Databricks, which know no API key, only the access token.
bool is_databricks(mode value) noexcept;
/// Returns the URL of a mode's endpoint.
std::string_view default_endpoint(mode value) noexcept;

/// Returns where the configuration file is: MCLI_CONFIG_PATH, else in MCLI_CONFIG_DIR, else in ~/.mosaic.
std::filesystem::path config_path(const environment& variables);

/// A config holds what the file holds. Keys that are not known are kept.
class config {
public:
    std::string api_key; ///< Holds MOSAICML_API_KEY: the key for PROD and the Databricks modes.
    std::map<std::string, std::string> mode_keys; ///< Holds mcloud_envs: the API keys of DEV, LOCAL and STAGING.
    std::map<std::string, bool> feature_flags;    ///< Holds which features are on.
    /// Holds the time of the last check, ISO 8601; it is written as the present time when empty.
    std::string last_update_check;
    std::optional<std::string> user_id;         ///< Holds the user's id, where the file has it.
    std::optional<std::string> organization_id; ///< Holds the organization's id, where the file has it.

    /// Reads a file. Throws config_error that names the file when it cannot be read or is no YAML mapping. A file that
    /// is missing or empty is an empty configuration.
    static config load(const std::filesystem::path& file);

    /// Replaces the file as a whole (written beside it, then renamed), readable for its owner only, and makes its
    /// folder. Throws config_error that names the file.
    void save(const std::filesystem::path& file) const;

    /// Returns the key of a mode; empty without one.
    const std::string& key_for(mode value) const noexcept;
    /// Sets the key of a mode.
    void set_key_for(mode value, std::string key);

private:
    std::map<std::string, std::string> others_; ///< It holds the keys that are not known, as YAML text.
};

/// Returns MCLI_TIMEOUT in seconds where it is set and not empty, else `fallback`. Throws config_error when it is no
/// number or negative.
std::optional<std::chrono::nanoseconds> get_timeout(const environment& variables,
                                                    std::optional<std::chrono::nanoseconds> fallback);

} // namespace corogql::mapi
