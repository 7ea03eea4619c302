/// A mapi_deployment is one inference deployment of the store.
#pragma once

#include "testing/mapi/item.hpp"

namespace corogql::testing {

class mapi_deployment : public mapi_item {
public:
    /// `input` is createInferenceDeployment's inferenceDeploymentInput. The times are API timestamps.
    mapi_deployment(std::string id, std::string name, const json::object& input, std::string_view now);

    /// Returns a field of the deployment or, failing that, of what it runs.
    const json::value& field(std::string_view name) const override;
    bool deleted() const override { return fields_.at("isDeleted").as_bool(); }
    bool finished() const override { return text("status") == "STOPPED"; }

    /// Merges the changes into what the deployment runs, which makes another version.
    void update(const json::object& changes, std::string_view now);
    void stop(std::string_view now);
    void erase(std::string_view now);

private:
    void serve(std::string_view now);
};

} // namespace corogql::testing
