/// MAPI's operations on secrets, for connection.hpp.
#pragma once

#include <corogql/mapi/new_secret.hpp>
#include <corogql/mapi/operation.hpp>
#include <corogql/mapi/secret.hpp>

namespace corogql::mapi {

/// Lists that are set to empty ones let no secret pass.
class secret_filter {
public:
    secret_filter() = default;
    explicit secret_filter(std::string name) { this->name(std::move(name)); }

    /// One more name.
    secret_filter& name(std::string value);
    secret_filter& names(std::vector<std::string> values) { return names_ = std::move(values), *this; }
    /// MAPI's words: to_mapi_word().
    secret_filter& types(std::vector<std::string> values) { return types_ = std::move(values), *this; }

    bool restricts() const noexcept { return names_ || types_; }
    /// MAPI's GetSecretsInput.
    json::object to_json() const;

private:
    std::optional<std::vector<std::string>> names_, types_;
};

/// run_singular<secret>. Never repeated when it may have been done. No error shows the secret's value.
operation create_secret(const new_secret& made);
/// The same from MAPI's CreateSecretInput.
operation create_secret(json::object secret_input);
/// run_plural<secret>.
operation get_secrets(const secret_filter& filter = {});
/// run_plural<secret>. A filter without any condition is corogql::error of kind usage. When an attempt whose answer was
/// lost is repeated, secrets that the first one deleted are not in the list.
operation delete_secrets(const secret_filter& filter);

} // namespace corogql::mapi
