/// The fields of the models, as documents name them.
#pragma once

#include <string_view>

namespace corogql::detail {

inline constexpr std::string_view run_selection =
    "id name status createdAt updatedAt reason createdByEmail priority preemptible retryOnSystemFailure maxRetries "
    "maxDurationSeconds isDeleted runType "
    "resumptions { executionIndex clusterName gpus cpus gpuType nodes status startTime endTime estimatedEndTime "
    "reason } details { image originalRunInput metadata lastExecutionId "
    "lifecycle { executionIndex status startTime endTime reason } nodes { rank name status reason } "
    "formattedRunEvents { resumptionIndex eventType eventTime eventMessage } }";

inline constexpr std::string_view run_debug_info_selection =
    "id name createdAt executionsStatusUpdates { executionIndex status startTime endTime reason }";

inline constexpr std::string_view cluster_selection =
    "id name provider allowFractional allowMultinode allowedSubmissionTypes isMultiTenant reservationType "
    "schedulerEnabled allowedInstances { name gpuType gpusPerNode cpus memory storage gpuNums numNodes "
    "nodes { name isAlive isSchedulable upTime { startDate endDate } } }";

inline constexpr std::string_view utilization_selection =
    "utilization { instanceUtils { instance clusterId gpusUsed gpusAvailable gpusTotal } activeRunsByUser "
    "queuedRunsByUser activeDeploymentsByUser queuedDeploymentsByUser }";

inline constexpr std::string_view deployment_selection =
    "id name inferenceDeploymentInput originalInferenceDeploymentInput status createdAt updatedAt deletedAt publicDNS "
    "currentVersion createdByEmail replicas { name status latestRestartCount latestRestartTime }";

inline constexpr std::string_view finetune_selection =
    "id name status createdById createdByEmail createdAt updatedAt startedAt completedAt reason estimatedEndTime "
    "isDeleted details { model taskType trainDataPath saveFolder evalDataPath evalPrompts trainingDuration "
    "learningRate contextLength experimentTracker customWeightsPath dataPrepConfig "
    "formattedFinetuningEvents { eventType eventTime eventMessage } }";

inline constexpr std::string_view secret_selection = "id name type metadata createdAt";

inline constexpr std::string_view user_selection = "id name email organizations { id name isDatabricksInternal }";

inline constexpr std::string_view log_selection = "chunk endOffset";

} // namespace corogql::detail
