/// Documents name the fields of the models so.
#pragma once

#include <string_view>

namespace corogql::mapi::detail {

inline constexpr std::string_view run_selection =
    "id name status createdAt updatedAt reason createdByEmail priority preemptible retryOnSystemFailure maxRetries "
    "maxDurationSeconds isDeleted runType "
    "resumptions { executionIndex clusterName gpus cpus gpuType nodes status startTime endTime estimatedEndTime "
    "reason }";

/// These fields say what a run that was made was made from.
inline constexpr std::string_view made_run_details = "details { originalRunInput metadata lastExecutionId }";

inline constexpr std::string_view run_details_selection =
    "details { image originalRunInput metadata lastExecutionId "
    "lifecycle { executionIndex status startTime endTime reason } nodes { rank name status reason } "
    "formattedRunEvents { resumptionIndex eventType eventTime eventMessage } }";

inline constexpr std::string_view run_debug_info_selection =
    "id name createdAt executionsStatusUpdates { id executionIndex "
    "containerStatusUpdates { nodeRank containerName status reachedAt reason } "
    "podStatusUpdates { nodeRank nodeName status reachedAt reason } }";

inline constexpr std::string_view run_event_selection = "id runId executionId eventType eventData updatedAt";

inline constexpr std::string_view cluster_selection =
    "id name provider allowFractional allowMultinode allowedSubmissionTypes isMultiTenant reservationType "
    "schedulerEnabled allowedInstances { name gpuType gpusPerNode cpus memory storage gpuNums numNodes "
    "nodes { name isAlive isSchedulable upTime { startDate endDate } } }";

inline constexpr std::string_view utilization_selection =
    "utilization { instanceUtils { instance { name gpuType gpusPerNode cpus memory storage gpuNums numNodes "
    "nodes { name isAlive isSchedulable upTime { startDate endDate } } } "
    "clusterId gpusUsed gpusAvailable gpusTotal } "
    "activeRunsByUser { id createdAt userName runName instance gpuNum gpuType estimatedEndTime maxDurationSeconds "
    "startTime scheduling { priority retryOnSystemFailure preemptible } } "
    "queuedRunsByUser { id createdAt userName runName instance gpuNum gpuType reason "
    "scheduling { priority retryOnSystemFailure preemptible } } "
    "activeDeploymentsByUser { id createdAt userName deploymentName instance gpuNum } "
    "queuedDeploymentsByUser { id createdAt userName deploymentName instance gpuNum } }";

inline constexpr std::string_view deployment_selection =
    "id name inferenceDeploymentInput originalInferenceDeploymentInput status createdAt updatedAt deletedAt publicDNS "
    "createdByEmail";

/// Only reading gives these fields.
inline constexpr std::string_view deployment_replicas =
    "currentVersion replicas { name status latestRestartCount latestRestartTime }";

inline constexpr std::string_view finetune_selection =
    "id name status createdById createdByEmail createdAt updatedAt startedAt completedAt reason isDeleted";

/// These fields say what a finetune that was made was made from.
inline constexpr std::string_view made_finetune_details =
    "details { model taskType trainDataPath saveFolder evalDataPath evalPrompts trainingDuration learningRate "
    "contextLength dataPrepConfig experimentTracker customWeightsPath }";

inline constexpr std::string_view finetune_details_selection =
    "details { model taskType trainDataPath saveFolder evalDataPath evalPrompts trainingDuration learningRate "
    "contextLength experimentTracker customWeightsPath "
    "formattedFinetuningEvents { resumptionIndex eventType eventTime eventMessage } }";

/// These are the fields of a finetune's events; the original selects no resumption here.
inline constexpr std::string_view finetune_event_selection = "eventType eventTime eventMessage";

inline constexpr std::string_view secret_selection = "name type metadata createdAt";

inline constexpr std::string_view organization_selection = "id name isDatabricksInternal";

inline constexpr std::string_view user_selection = "id name email organizations { id name isDatabricksInternal }";

inline constexpr std::string_view log_selection = "chunk endOffset";

} // namespace corogql::mapi::detail
