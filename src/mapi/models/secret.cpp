#include <corogql/mapi/error.hpp>
#include <corogql/mapi/secret.hpp>

#include "mapi/models/field_reader.hpp"

#include <array>

namespace corogql::mapi {

namespace {

struct secret_words {
    secret_type type;
    std::string_view word, mapi_word;
};

/// MAPI has one word for some types: where two types have the same, that word means the first.
constexpr std::array<secret_words, 11> all_words{{
    {secret_type::databricks, "databricks", "DATABRICKS"},
    {secret_type::docker_registry, "docker_registry", "DOCKER_REGISTRY"},
    {secret_type::environment_variable, "environment", "ENV_VAR"},
    {secret_type::gcp, "gcp", "GCP"},
    {secret_type::git, "git", "GIT_SSH"},
    {secret_type::hugging_face, "hugging_face", "ENV_VAR"},
    {secret_type::mounted, "mounted", "MOUNTED"},
    {secret_type::oci, "oci", "OCI"},
    {secret_type::s3, "s3", "S3"},
    {secret_type::sftp, "sftp", "SFTP_SSH"},
    {secret_type::ssh, "ssh", "SSH"},
}};

secret_type type_of(const secret& from) {
    for (const auto& each : all_words) {
        if (each.mapi_word != from.mapi_type) continue;
        const bool token = each.type == secret_type::environment_variable && from.key() == "HUGGING_FACE_HUB_TOKEN";
        return token ? secret_type::hugging_face : each.type;
    }
    return secret_type::unknown;
}

std::string text_in(const json::object& metadata, std::string_view name) {
    const auto* found = metadata.if_contains(name);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

} // namespace

std::string_view to_string(secret_type type) noexcept {
    for (const auto& each : all_words)
        if (each.type == type) return each.word;
    return "unknown";
}

secret_type secret_type_from_string(std::string_view text) noexcept {
    if (text == "s3_credentials") return secret_type::s3;
    for (const auto& each : all_words)
        if (each.word == text) return each.type;
    return secret_type::unknown;
}

std::string_view to_mapi_word(secret_type type) noexcept {
    for (const auto& each : all_words)
        if (each.type == type) return each.mapi_word;
    return "UNKNOWN";
}

std::string secret::key() const { return text_in(metadata, "key"); }
std::string secret::mount_path() const { return text_in(metadata, "mountPath"); }
std::string secret::mount_directory() const { return text_in(metadata, "mountDirectory"); }

secret secret::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const detail::field_reader from(response, root);
    if (!from.missing({"name", "type", "metadata"}).empty()) throw mapi_error(500, "Unknown issue deserializing data");
    secret out;
    out.id = from.text("id");
    out.name = from.text("name");
    out.mapi_type = from.text("type");
    out.metadata = from.get_or<json::object>("metadata");
    out.created_at = from.optional_time("createdAt");
    out.secret_type = type_of(out);
    return out;
}

std::vector<std::string> secret::cells() const {
    const auto word = secret_type == mapi::secret_type::unknown ? mapi_type : std::string(to_string(secret_type));
    return {name, word, created_at ? to_string(*created_at) : std::string()};
}

} // namespace corogql::mapi
