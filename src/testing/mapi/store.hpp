/// The mapi_store is MAPI's data, in memory. Ids and timestamps follow from the order of calls alone: a
/// test sees the same ones every time. The class is not thread-safe.
#pragma once

#include "testing/mapi/deployment.hpp"
#include "testing/mapi/filter.hpp"
#include "testing/mapi/run.hpp"

namespace corogql::testing {

/// Makes an id. The ids of one kind of things grow with the number.
std::string make_id(unsigned kind, std::size_t number);

struct run_page {
    std::vector<std::shared_ptr<mapi_run>> runs;
    std::string cursor; ///< The cursor of the last run; empty on an empty page.
    bool has_next_page = false;
};

class mapi_store {
public:
    using run_list = std::vector<std::shared_ptr<mapi_run>>;
    using deployment_list = std::vector<std::shared_ptr<mapi_deployment>>;

    /// Creates a run of MAPI's RunInput. Throws field_error: 400 when the name is missing, 409 when it is taken.
    std::shared_ptr<mapi_run> create_run(const json::object& input);
    /// Creates a run of what has no name in its input. Throws field_error (409) when the name is taken.
    std::shared_ptr<mapi_run> create_run(const std::string& name, const json::object& input);
    /// Returns a name of `begin` and a number that no run has.
    std::string free_run_name(const std::string& begin) const;
    void add_samples(std::size_t count);

    std::shared_ptr<mapi_run> find_run(std::string_view name) const { return find_named(runs_, name); }
    run_list runs(const item_query& query) const { return find_all(runs_, query); }
    /// Returns a page of runs. Throws field_error (400) for a limit below 1 or an unknown cursor.
    run_page page(const item_query& query, std::int64_t limit, std::string_view cursor) const;

    /// Moves on every run that is paced by one step.
    void advance();

    /// Creates a deployment. Throws field_error: 400 when the name is missing, 409 when it is taken.
    std::shared_ptr<mapi_deployment> create_deployment(const json::object& input);
    std::shared_ptr<mapi_deployment> find_deployment(std::string_view name) const {
        return find_named(deployments_, name);
    }
    deployment_list deployments(const item_query& query) const { return find_all(deployments_, query); }

    /// Creates a secret of MAPI's CreateSecretInput. Throws field_error: 400 for a wrong input, 409 when the name is
    /// taken.
    json::object create_secret(const json::object& input);
    json::array secrets(const json::object& filters) const;
    json::array delete_secrets(const json::object& filters);

    /// Returns the next timestamp; every call is a second later.
    std::string now();

private:
    run_list runs_; ///< The runs stand oldest first.
    deployment_list deployments_;
    std::vector<json::object> secrets_;
    std::int64_t ticks_ = 0;
};

using mapi_data = std::shared_ptr<mapi_store>;

} // namespace corogql::testing
