/// A secret that runs may use. Its value is never sent back.
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

/// What a secret is for, in the words of `mcli`. A token of Hugging Face's hub is an environment variable to MAPI.
enum class secret_type {
    unknown,
    databricks,
    docker_registry,
    environment_variable,
    gcp,
    git,
    hugging_face,
    mounted,
    oci,
    s3,
    sftp,
    ssh,
};

/// "docker_registry"
std::string_view to_string(secret_type type) noexcept;
/// As people write it, also the older "s3_credentials"; `unknown` for any other word.
secret_type secret_type_from_string(std::string_view text) noexcept;
/// MAPI's word, for secret_filter: "DOCKER_REGISTRY".
std::string_view to_mapi_word(secret_type type) noexcept;

struct secret {
    static constexpr object_type type = object_type::secret;

    std::string id; ///< empty where the server does not tell
    std::string name;
    mapi::secret_type secret_type = mapi::secret_type::unknown;
    std::string mapi_type; ///< the server's word
    json::object metadata; ///< key, mountPath or mountDirectory, as the type has it
    std::optional<datetime> created_at;

    // Of the metadata; empty where the type has none.
    std::string key() const;
    std::string mount_path() const;
    std::string mount_directory() const;

    /// Throws mapi_error 500 "Unknown issue deserializing data" where name, type or metadata is missing, and
    /// corogql::error of kind decode, which names the JSON path.
    static secret from_mapi_response(const json::object& response);
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
