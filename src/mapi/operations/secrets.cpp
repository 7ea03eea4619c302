#include <corogql/mapi/secrets.hpp>

#include <corogql/error.hpp>

#include "mapi/operations/document.hpp"
#include "mapi/operations/filter_json.hpp"
#include "mapi/operations/selections.hpp"

namespace corogql::mapi {

secret_filter& secret_filter::name(std::string value) {
    if (!names_) names_.emplace();
    names_->push_back(std::move(value));
    return *this;
}

json::object secret_filter::to_json() const {
    json::object filters;
    detail::add_condition(filters, "name", names_);
    detail::add_condition(filters, "type", types_);
    json::object input;
    input["filters"] = std::move(filters);
    return input;
}

operation create_secret(const new_secret& made) { return create_secret(made.to_json()); }

operation create_secret(json::object secret_input) {
    return detail::make_operation("mutation", "CreateSecret", "createSecret",
                                  {{"createSecretData", "CreateSecretInput!", std::move(secret_input)}},
                                  detail::secret_selection);
}

operation get_secrets(const secret_filter& filter) {
    return detail::make_operation("query", "GetSecrets", "getSecrets",
                                  {{"getSecretsData", "GetSecretsInput!", filter.to_json()}},
                                  std::string("id ").append(detail::secret_selection));
}

operation delete_secrets(const secret_filter& filter) {
    if (!filter.restricts())
        throw error(error_kind::usage, "deleteSecrets needs a condition in its filter: which secrets");
    auto made =
        detail::make_operation("mutation", "DeleteSecrets", "deleteSecrets",
                               {{"getSecretsData", "GetSecretsInput!", filter.to_json()}}, detail::secret_selection);
    // A deleted secret is not found any more by the second attempt.
    return made.idempotent(true);
}

} // namespace corogql::mapi
