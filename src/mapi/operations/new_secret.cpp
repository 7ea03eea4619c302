#include <corogql/mapi/new_secret.hpp>

namespace corogql::mapi {

namespace {

json::object with(const char* key, const std::string& value) {
    json::object metadata;
    metadata[key] = value;
    return metadata;
}

json::object place(const char* key, const std::string& name, const std::string& given) {
    return with(key, given.empty() ? "/secrets/" + name : given);
}

} // namespace

new_secret::new_secret(const char* member, const std::string& name, json::object metadata, json::value value) {
    json::object secret;
    secret["name"] = name;
    if (!metadata.empty()) secret["metadata"] = std::move(metadata);
    secret["value"] = std::move(value);
    input_[member] = std::move(secret);
}

new_secret new_secret::environment(const std::string& name, const std::string& key, const std::string& value) {
    return {"envVarSecret", name, with("key", key), json::string(value)};
}

new_secret new_secret::hugging_face(const std::string& name, const std::string& token) {
    return environment(name, "HUGGING_FACE_HUB_TOKEN", token);
}

new_secret new_secret::mounted(const std::string& name, const std::string& value, const std::string& mount_path) {
    return {"mountedSecret", name, place("mountPath", name, mount_path), json::string(value)};
}

new_secret new_secret::ssh(const std::string& name, const std::string& value, const std::string& mount_path) {
    return {"sshSecret", name, place("mountPath", name, mount_path), json::string(value)};
}

new_secret new_secret::git(const std::string& name, const std::string& value, const std::string& mount_path) {
    return {"gitSSHSecret", name, place("mountPath", name, mount_path), json::string(value)};
}

new_secret new_secret::sftp(const std::string& name, const std::string& value, const std::string& mount_path) {
    return {"sftpSSHSecret", name, place("mountPath", name, mount_path), json::string(value)};
}

new_secret new_secret::gcp(const std::string& name, const std::string& value, const std::string& mount_path) {
    return {"gcpSecret", name, place("mountPath", name, mount_path), json::string(value)};
}

new_secret new_secret::docker_registry(const std::string& name, const std::string& username,
                                       const std::string& password, const std::string& email,
                                       const std::string& server) {
    json::object value;
    value["username"] = username;
    value["password"] = password;
    value["email"] = email;
    value["server"] = server;
    return {"dockerRegistrySecret", name, {}, std::move(value)};
}

new_secret new_secret::s3(const std::string& name, const std::string& credentials, const std::string& config,
                          const std::string& mount_directory, const std::string& profile) {
    json::object value;
    value["config"] = config;
    value["credentials"] = credentials;
    if (!profile.empty()) value["profile"] = profile;
    return {"s3Secret", name, place("mountDirectory", name, mount_directory), std::move(value)};
}

new_secret new_secret::oci(const std::string& name, const std::string& key_file, const std::string& config,
                           const std::string& mount_directory) {
    json::object value;
    value["config"] = config;
    value["keyFile"] = key_file;
    return {"ociSecret", name, place("mountDirectory", name, mount_directory), std::move(value)};
}

new_secret new_secret::databricks(const std::string& name, const std::string& host, const std::string& token) {
    json::object value;
    value["host"] = host;
    value["token"] = token;
    return {"databricksSecret", name, {}, std::move(value)};
}

} // namespace corogql::mapi
