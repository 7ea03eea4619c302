/// This header has MAPI's operations on secrets, for connection.hpp.
#pragma once

#include <corogql/mapi/new_secret.hpp>
#include <corogql/mapi/operation.hpp>
#include <corogql/mapi/secret.hpp>

namespace corogql::mapi {

/// A secret filter lets secrets pass that meet every condition. Lists that are set to empty ones let no secret pass.
class secret_filter {
public:
    /// Makes a filter without conditions.
    secret_filter() = default;
    /// Makes a filter for the secret of this name.
    explicit secret_filter(std::string name) { this->name(std::move(name)); }

    /// Adds one more name.
    secret_filter& name(std::string value);
    /// Sets the names.
    secret_filter& names(std::vector<std::string> values) { return names_ = std::move(values), *this; }
    /// Sets the types, in MAPI's words: to_mapi_word().
    secret_filter& types(std::vector<std::string> values) { return types_ = std::move(values), *this; }

    /// Returns whether any condition was set.
    bool restricts() const noexcept { return names_ || types_; }
    /// Returns MAPI's GetSecretsInput.
    json::object to_json() const;

private:
    std::optional<std::vector<std::string>> names_, types_;
};

/// Creates a secret; it is run by `run_singular<secret>`. It is never repeated when it may have been done. No error
/// shows the secret's value.
operation create_secret(const new_secret& made);
/// Creates a secret from MAPI's CreateSecretInput. It is run as the other form is.
operation create_secret(json::object secret_input);
/// Asks for secrets; it is run by `run_plural<secret>`.
operation get_secrets(const secret_filter& filter = {});
/// Deletes secrets; it is run by `run_plural<secret>`. A filter without any condition is corogql::error of kind
/// `usage`. When an attempt whose answer was lost is repeated, secrets that the first one deleted are not in the list.
operation delete_secrets(const secret_filter& filter);

} // namespace corogql::mapi
