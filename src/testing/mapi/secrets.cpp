#include "testing/graphql/json_member.hpp"
#include "testing/mapi/store.hpp"
#include <corogql/testing/field_error.hpp>

#include <array>
#include <utility>

namespace corogql::testing {

namespace {

/// A member of CreateSecretInput stands beside the word for what it makes.
constexpr std::array<std::pair<const char*, const char*>, 10> secret_types{{{"databricksSecret", "DATABRICKS"},
                                                                            {"dockerRegistrySecret", "DOCKER_REGISTRY"},
                                                                            {"envVarSecret", "ENV_VAR"},
                                                                            {"gcpSecret", "GCP"},
                                                                            {"mountedSecret", "MOUNTED"},
                                                                            {"ociSecret", "OCI"},
                                                                            {"s3Secret", "S3"},
                                                                            {"sshSecret", "SSH"},
                                                                            {"gitSSHSecret", "GIT_SSH"},
                                                                            {"sftpSSHSecret", "SFTP_SSH"}}};

} // namespace

json::object mapi_store::create_secret(const json::object& input) {
    const char* type = nullptr;
    json::object given;
    for (const auto& [member_name, word] : secret_types) {
        if (!member(input, member_name).is_object()) continue;
        if (type) throw field_error(400, "Bad secret request: exactly one secret can be created at a time");
        type = word;
        given = object_at(input, member_name);
    }
    if (!type) throw field_error(400, "Bad secret request: a secret is a required field");
    const auto name = string_at(given, "name");
    if (name.empty()) throw field_error(400, "Bad secret request: name is a required field");
    for (const auto& secret : secrets_)
        if (secret.at("name") == json::value(name)) throw field_error(409, "Secret " + name + " already exists");
    json::object secret{{"id", make_id(2, static_cast<std::size_t>(ticks_) + 1)},
                        {"name", name},
                        {"type", type},
                        {"metadata", object_at(given, "metadata")}};
    secret["createdAt"] = now();
    secrets_.push_back(secret);
    return secret;
}

json::array mapi_store::secrets(const json::object& filters) const {
    json::array result;
    for (const auto& secret : secrets_)
        if (passes_all(secret, filters)) result.push_back(secret);
    return result;
}

json::array mapi_store::delete_secrets(const json::object& filters) {
    auto result = secrets(filters);
    std::erase_if(secrets_, [&](const json::object& secret) { return passes_all(secret, filters); });
    return result;
}

} // namespace corogql::testing
