/// A new secret is a secret to be created.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <string>

namespace corogql::mapi {

namespace json = boost::json;

/// A new secret is of one of the types that MAPI has. Files are given by what is in them. A place that is left out is
/// /secrets/[name].
class new_secret {
public:
    /// Makes the variable `key` in the run's environment.
    static new_secret environment(const std::string& name, const std::string& key, const std::string& value);
    /// Makes a token of Hugging Face's hub.
    static new_secret hugging_face(const std::string& name, const std::string& token);
    /// Makes a file in the run.
    static new_secret mounted(const std::string& name, const std::string& value, const std::string& mount_path = {});
    /// Makes a private key for connections to other machines.
    static new_secret ssh(const std::string& name, const std::string& value, const std::string& mount_path = {});
    /// Makes a private key for git.
    static new_secret git(const std::string& name, const std::string& value, const std::string& mount_path = {});
    /// Makes a private key for SFTP.
    static new_secret sftp(const std::string& name, const std::string& value, const std::string& mount_path = {});
    /// Makes a credentials file in JSON, for Google's cloud.
    static new_secret gcp(const std::string& name, const std::string& value, const std::string& mount_path = {});
    /// Makes the credentials of a registry of images.
    static new_secret docker_registry(const std::string& name, const std::string& username, const std::string& password,
                                      const std::string& email, const std::string& server);
    /// Makes the files `credentials` and `config` of AWS; an empty profile is none.
    static new_secret s3(const std::string& name, const std::string& credentials, const std::string& config,
                         const std::string& mount_directory = {}, const std::string& profile = {});
    /// Makes the key and the configuration file of Oracle's cloud.
    static new_secret oci(const std::string& name, const std::string& key_file, const std::string& config,
                          const std::string& mount_directory = {});
    /// Makes the host and token of a Databricks workspace.
    static new_secret databricks(const std::string& name, const std::string& host, const std::string& token);

    /// Returns MAPI's CreateSecretInput, which holds the value.
    const json::object& to_json() const noexcept { return input_; }

private:
    new_secret(const char* member, const std::string& name, json::object metadata, json::value value);

    json::object input_;
};

} // namespace corogql::mapi
