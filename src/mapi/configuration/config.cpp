#include <corogql/mapi/config.hpp>

#include "values/text/ascii.hpp"

#include <corogql/mapi/error.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace corogql::mapi {

namespace {

struct mode_facts {
    mode value;
    std::string_view name, endpoint;
};

constexpr std::array<mode_facts, 6> modes{{
    {mode::prod, "PROD", "https://api.mosaicml.com/graphql"},
    {mode::dev, "DEV", "https://dev.api.mosaicml.com/graphql"},
    {mode::local, "LOCAL", "http://localhost:3001/graphql"},
    {mode::staging, "STAGING", "https://staging.api.mosaicml.com/graphql"},
    {mode::dbx_aws_staging, "DBX_AWS_STAGING",
     "https://oregon.staging.cloud.databricks.com/api/2.0/genai-mapi/graphql"},
    {mode::dbx_azure_staging, "DBX_AZURE_STAGING",
     "https://westus.staging.azuredatabricks.net/api/2.0/genai-mapi/graphql"},
}};

const mode_facts& facts(mode value) noexcept { return modes[static_cast<std::size_t>(value)]; }

/// Whether the mode has a key of its own, as DEV, LOCAL and STAGING have.
bool is_alternate(mode value) noexcept { return value == mode::dev || value == mode::local || value == mode::staging; }

} // namespace

std::string_view to_string(mode value) noexcept { return facts(value).name; }
std::string_view default_endpoint(mode value) noexcept { return facts(value).endpoint; }

bool is_databricks(mode value) noexcept { return value == mode::dbx_aws_staging || value == mode::dbx_azure_staging; }

mode current_mode(const environment& variables) {
    const auto name = variables("MCLI_MODE").value_or("");
    for (const auto& known : modes)
        if (corogql::detail::equals_ignoring_case(known.name, name)) return known.value;
    return mode::prod;
}

std::filesystem::path config_path(const environment& variables) {
    if (auto path = variables("MCLI_CONFIG_PATH"); path && !path->empty()) return *path;
    if (auto folder = variables("MCLI_CONFIG_DIR"); folder && !folder->empty())
        return std::filesystem::path(*folder) / "mcli_config";
    return std::filesystem::path(variables("HOME").value_or(".")) / ".mosaic" / "mcli_config";
}

const std::string& config::key_for(mode value) const noexcept {
    static const std::string none;
    if (!is_alternate(value)) return api_key;
    const auto found = mode_keys.find(std::string(to_string(value)));
    return found == mode_keys.end() ? none : found->second;
}

void config::set_key_for(mode value, std::string key) {
    if (is_alternate(value))
        mode_keys[std::string(to_string(value))] = std::move(key);
    else
        api_key = std::move(key);
}

std::optional<std::chrono::nanoseconds> get_timeout(const environment& variables,
                                                    std::optional<std::chrono::nanoseconds> fallback) {
    const auto text = variables("MCLI_TIMEOUT").value_or("");
    if (text.empty()) return fallback;
    double seconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !(seconds >= 0))
        throw config_error("MCLI_TIMEOUT is \"" + text + "\", not a number of seconds");
    constexpr double longest = 100.0 * 365 * 24 * 3600;
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(std::fmin(seconds, longest)));
}

} // namespace corogql::mapi
