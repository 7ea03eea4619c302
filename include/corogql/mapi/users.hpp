/// MAPI's operations on users and organizations, for connection.hpp.
#pragma once

#include <corogql/mapi/operation.hpp>
#include <corogql/mapi/user.hpp>

#include <optional>

namespace corogql::mapi {

/// Lists that are set to empty ones let no user pass.
class user_filter {
public:
    user_filter() = default;

    user_filter& ids(std::vector<std::string> values) { return ids_ = std::move(values), *this; }
    user_filter& emails(std::vector<std::string> values) { return emails_ = std::move(values), *this; }
    user_filter& organization_ids(std::vector<std::string> values) {
        return organization_ids_ = std::move(values), *this;
    }

    /// MAPI's GetUsersInput.
    json::object to_json() const;

private:
    std::optional<std::vector<std::string>> ids_, emails_, organization_ids_;
};

/// run_singular<user>: whom the credentials belong to.
operation get_current_user();
/// run_plural<organization>: those one belongs to.
operation get_organizations();
/// run_plural<user>.
operation get_users(const user_filter& filter = {});

} // namespace corogql::mapi
