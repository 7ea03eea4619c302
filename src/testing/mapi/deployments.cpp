#include "testing/graphql/json_member.hpp"
#include "testing/mapi/resolvers.hpp"
#include "testing/mapi/streams.hpp"

namespace corogql::testing {

namespace {

mapi_store::deployment_list deployments_asked_for(const mapi_store& store, const json::object& arguments) {
    return store.deployments(to_query(object_at(arguments, "getInferenceDeploymentsData")));
}

} // namespace

void add_deployments(served_schema& api, const mapi_data& store, std::size_t log_chunk) {
    api.resolve("Query.getInferenceDeployments",
                [store](const json::object&, const json::object& arguments) -> json::value {
                    return shown(deployments_asked_for(*store, arguments));
                });
    api.resolve("Mutation.createInferenceDeployment",
                [store](const json::object&, const json::object& arguments) -> json::value {
                    const auto data = object_at(arguments, "createInferenceDeploymentData");
                    return alone(store->create_deployment(object_at(data, "inferenceDeploymentInput"))->fields());
                });
    api.resolve("Mutation.updateInferenceDeployments",
                [store](const json::object&, const json::object& arguments) -> json::value {
                    const auto changes = object_at(arguments, "updateInferenceDeploymentsData");
                    return shown(each(deployments_asked_for(*store, arguments),
                                      [&](mapi_deployment& deployment) { deployment.update(changes, store->now()); }));
                });
    api.resolve("Mutation.stopInferenceDeployments",
                [store](const json::object&, const json::object& arguments) -> json::value {
                    return shown(each(deployments_asked_for(*store, arguments),
                                      [&](mapi_deployment& deployment) { deployment.stop(store->now()); }));
                });
    api.resolve("Mutation.deleteInferenceDeployments",
                [store](const json::object&, const json::object& arguments) -> json::value {
                    return shown(each(deployments_asked_for(*store, arguments),
                                      [&](mapi_deployment& deployment) { deployment.erase(store->now()); }));
                });
    api.subscribe("Subscription.getInferenceDeploymentLogsV2", [store, log_chunk](const json::object& arguments) {
        const auto input = object_at(arguments, "getInferenceDeploymentLogsInput");
        const auto name = string_at(input, "name");
        const auto deployment = store->find_deployment(name);
        if (!deployment) throw field_error(404, "Deployment " + name + " not found");
        return read_log(deployment, to_position(input, log_chunk));
    });
}

} // namespace corogql::testing
