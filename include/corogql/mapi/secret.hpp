/// A secret may be used by runs. Its value is never sent back.
#pragma once

#include <corogql/mapi/datetime.hpp>
#include <corogql/mapi/object_type.hpp>

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

/// A type says what a secret is for, in the words of `mcli`. A token of Hugging Face's hub is an environment variable
/// to MAPI.
enum class secret_type {
    unknown,              ///< The word is none of the others.
    databricks,           ///< The secret is the host and token of a Databricks workspace.
    docker_registry,      ///< The secret is the credentials of a registry of images.
    environment_variable, ///< The secret is a variable in the run's environment.
    gcp,                  ///< The secret is a credentials file in JSON, for Google's cloud.
    git,                  ///< The secret is a private key for git.
    hugging_face,         ///< The secret is a token of Hugging Face's hub.
    mounted,              ///< The secret is a file in the run.
    oci,                  ///< The secret is the key and the configuration file of Oracle's cloud.
    s3,                   ///< The secret is the files `credentials` and `config` of AWS.
    sftp,                 ///< The secret is a private key for SFTP.
    ssh,                  ///< The secret is a private key for connections to other machines.
};

/// Returns the name of a type: "docker_registry".
std::string_view to_string(secret_type type) noexcept;
/// Returns the type of a word as people write it, also the older "s3_credentials"; `unknown` for any other word.
secret_type secret_type_from_string(std::string_view text) noexcept;
/// Returns MAPI's word, for secret_filter: "DOCKER_REGISTRY".
std::string_view to_mapi_word(secret_type type) noexcept;

/// A secret is known by its name and type.
struct secret {
    static constexpr object_type type = object_type::secret; ///< Names what this is a model of.

    std::string id;   ///< Holds the server's id; empty where the server does not tell.
    std::string name; ///< Holds the name.
    mapi::secret_type secret_type = mapi::secret_type::unknown; ///< Says what it is for.
    std::string mapi_type;                                      ///< Holds the server's word for the type.
    json::object metadata;              ///< Holds key, mountPath or mountDirectory, as the type has it.
    std::optional<datetime> created_at; ///< Says when it was created, where the server tells.

    /// Returns the key among the metadata; empty where the type has none.
    std::string key() const;
    /// Returns the mountPath among the metadata; empty where the type has none.
    std::string mount_path() const;
    /// Returns the mountDirectory among the metadata; empty where the type has none.
    std::string mount_directory() const;

    /// Reads a secret from MAPI's answer. Throws mapi_error 500 "Unknown issue deserializing data" where name, type or
    /// metadata is missing, and corogql::error of kind `decode`, which names the JSON path.
    static secret from_mapi_response(const json::object& response);
    /// Returns the cells of its row in a table; display_columns() has the headings.
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
