/// This header has MAPI's operations on users and organizations, for connection.hpp.
#pragma once

#include <corogql/mapi/operation.hpp>
#include <corogql/mapi/user.hpp>

#include <optional>

namespace corogql::mapi {

/// A user filter lets users pass that meet every condition. Lists that are set to empty ones let no user pass.
class user_filter {
public:
    /// Makes a filter without conditions.
    user_filter() = default;

    /// Sets the ids.
    user_filter& ids(std::vector<std::string> values) { return ids_ = std::move(values), *this; }
    /// Sets the addresses.
    user_filter& emails(std::vector<std::string> values) { return emails_ = std::move(values), *this; }
    /// Sets the ids of organizations.
    user_filter& organization_ids(std::vector<std::string> values) {
        return organization_ids_ = std::move(values), *this;
    }

    /// Returns MAPI's GetUsersInput.
    json::object to_json() const;

private:
    std::optional<std::vector<std::string>> ids_, emails_, organization_ids_;
};

/// Asks whom the credentials belong to; it is run by `run_singular<user>`.
operation get_current_user();
/// Asks for the organizations one belongs to; it is run by `run_plural<organization>`.
operation get_organizations();
/// Asks for users; it is run by `run_plural<user>`.
operation get_users(const user_filter& filter = {});

} // namespace corogql::mapi
