#include "testing/mapi_schema.hpp"

namespace corogql::testing {

std::string_view mapi_schema_text() noexcept {
    return R"(scalar JSON

# What is created is kept as it is given; runName and name are looked at.
scalar CreateRunInput
scalar CreateInteractiveRunInput
scalar CreateFinetuneInput
scalar CreateInferenceDeploymentInput
scalar UpdateInferenceDeploymentsInput
scalar CreateSecretInput

type Query {
  hello(name: String = "world"): String!
  echo(value: JSON): JSON
  # Fails with this message and extensions.code.
  fail(message: String = "Failed as asked", code: Int = 500): String
  failNonNull(message: String = "Failed as asked", code: Int = 500): String!
  getRuns(getRunsData: GetRunsInput): [Run!]!
  getRunsPaginated(getRunsPaginatedData: GetRunsPaginatedInput): RunPage!
  getFinetunesPaginated(getFinetunesPaginatedData: GetFinetunesPaginatedInput): FinetunePage!
  getInferenceDeployments(getInferenceDeploymentsData: GetInferenceDeploymentsInput): [InferenceDeployment!]!
  getClusters(getClustersData: GetClustersInput): [Cluster!]!
  getSecrets(getSecretsData: GetSecretsInput): [Secret!]!
  # Whose the credentials are.
  getUsers(getUsersData: GetUsersInput): [User!]!
  getAllUsers(getAllUsersData: GetAllUsersInput): [User!]!
}

type Mutation {
  createRun(createRunData: CreateRunInput!): [Run!]!
  createInteractiveRun(createRunData: CreateInteractiveRunInput!): [Run!]!
  startRuns(getRunsData: GetRunsInput!): [Run!]!
  stopRuns(getRunsData: GetRunsInput!, stopRunsData: StopRunsInput): [Run!]!
  deleteRuns(getRunsData: GetRunsInput!): [Run!]!
  updateRun(getRunsData: GetRunsInput!, updateRunData: UpdateRunInput!): [Run!]!
  updateRunMetadata(getRunsData: GetRunsInput!, updateRunMetadataData: UpdateRunMetadataInput!): [Run!]!
  # A finetune is a run of type FINETUNING, and that is what logs, status and the operations on runs see.
  createFinetune(createFinetuneData: CreateFinetuneInput!): [Finetune!]!
  stopFinetunes(getFinetunesData: GetFinetunesInput!, stopFinetunesData: StopFinetunesInput): [Finetune!]!
  deleteFinetunes(getFinetunesData: GetFinetunesInput!): [Finetune!]!
  # A deployment is ready at once. Every update is another version, which writes a line to the log.
  createInferenceDeployment(
    createInferenceDeploymentData: CreateInferenceDeploymentInput!
  ): [InferenceDeployment!]!
  updateInferenceDeployments(
    getInferenceDeploymentsData: GetInferenceDeploymentsInput!
    updateInferenceDeploymentsData: UpdateInferenceDeploymentsInput!
  ): [InferenceDeployment!]!
  deleteInferenceDeployments(getInferenceDeploymentsData: GetInferenceDeploymentsInput!): [InferenceDeployment!]!
  createSecret(createSecretData: CreateSecretInput!): [Secret!]!
  deleteSecrets(getSecretsData: GetSecretsInput!): [Secret!]!
}

type Subscription {
  # after + 1 up to to, one in every so many milliseconds.
  count(after: Int = 0, to: Int!, every: Int = 0): Int!
  watchRunStatus(watchRunStatusInput: WatchRunStatusInput!): String!
  getRunLogsV2(getRunLogsInput: GetRunLogsInput!): LogChunk!
  getInferenceDeploymentLogsV2(
    getInferenceDeploymentLogsInput: GetInferenceDeploymentLogsInput!
  ): LogChunk!
}

# Conditions are {in: [...]}, {has: ...}, or timestamps in {gt, gte, lt, lte}.
input RunFilters {
  name: JSON status: JSON createdAt: JSON endedAt: JSON clusterName: JSON
  gpuType: JSON gpuNum: JSON runType: JSON
}
input GetRunsInput { filters: RunFilters includeDeleted: Boolean = false entity: JSON }
input GetRunsPaginatedInput {
  filters: RunFilters includeDeleted: Boolean = false entity: JSON limit: Int = 100 cursor: String
}
input StopRunsInput { reason: String }
input UpdateRunInput {
  preemptible: Boolean priority: String maxRetries: Int retryOnSystemFailure: Boolean maxDurationSeconds: Int
}
input UpdateRunMetadataInput { metadata: JSON! }
input WatchRunStatusInput { name: String! }
input GetRunLogsInput {
  name: String! follow: Boolean = false failed: Boolean exceptionOnly: Boolean nodeRank: Int localGpuRank: Int
  globalGpuRank: Int attemptIndex: Int tail: Int containerName: String offset: Int = 0
}
input FinetuneFilters { name: JSON status: JSON createdAt: JSON }
input GetFinetunesInput { filters: FinetuneFilters includeDeleted: Boolean = false }
input GetFinetunesPaginatedInput {
  filters: FinetuneFilters includeDeleted: Boolean = false limit: Int = 100 cursor: String
}
input StopFinetunesInput { reason: String }
input InferenceDeploymentFilters {
  name: JSON createdAt: JSON status: JSON cluster: JSON gpuType: JSON gpuNum: JSON
}
input GetInferenceDeploymentsInput { filters: InferenceDeploymentFilters includeDeleted: Boolean = false }
input GetInferenceDeploymentLogsInput {
  name: String! follow: Boolean = false failed: Boolean restartCount: Int tail: Int offset: Int = 0
}
input ClusterFilters { name: JSON allowedSubmissionTypes: JSON }
input GetClustersInput { filters: ClusterFilters includeAll: Boolean }
input SecretFilters { name: JSON type: JSON }
input GetSecretsInput { filters: SecretFilters entity: JSON }
input GetUsersInput { filters: JSON }
input UserFilters { id: JSON email: JSON }
input GetAllUsersInput { filters: UserFilters entity: JSON }

type RunPage { cursor: String hasNextPage: Boolean! runs: [Run!]! }
type Run {
  id: ID! name: String! status: String! createdAt: String! updatedAt: String! reason: String
  createdByEmail: String! priority: String! preemptible: Boolean! retryOnSystemFailure: Boolean!
  maxRetries: Int maxDurationSeconds: Int isDeleted: Boolean! runType: String! resumptions: [Resumption!]!
  details: RunDetails executionsStatusUpdates: [StatusUpdate!]!
}
type Resumption {
  executionIndex: Int! clusterName: String! gpus: Int! cpus: Int! gpuType: String! nodes: Int! status: String!
  startTime: String endTime: String estimatedEndTime: String reason: String
}
type RunDetails {
  image: String originalRunInput: JSON! metadata: JSON lastExecutionId: String lifecycle: [StatusUpdate!]!
  nodes: [RunNode!]! formattedRunEvents: [RunEvent!]!
}
type StatusUpdate { executionIndex: Int! status: String! startTime: String endTime: String reason: String }
type RunNode { rank: Int! name: String! status: String! reason: String }
type RunEvent { resumptionIndex: Int! eventType: String! eventTime: String! eventMessage: String! }
type LogChunk { chunk: String! endOffset: Int! }

type FinetunePage { cursor: String hasNextPage: Boolean! finetunes: [Finetune!]! }
type Finetune {
  id: ID! name: String! status: String! createdById: ID! createdByEmail: String! createdAt: String!
  updatedAt: String! startedAt: String completedAt: String reason: String estimatedEndTime: String
  isDeleted: Boolean! details: FinetuneDetails!
}
type FinetuneDetails {
  model: String taskType: String trainDataPath: String saveFolder: String evalDataPath: String
  evalPrompts: [String!] trainingDuration: String learningRate: Float contextLength: Int experimentTracker: JSON
  customWeightsPath: String dataPrepConfig: JSON formattedFinetuningEvents: [RunEvent!]!
}
type InferenceDeployment {
  id: ID! name: String! inferenceDeploymentInput: JSON! originalInferenceDeploymentInput: JSON! status: String!
  createdAt: String! updatedAt: String! deletedAt: String publicDNS: String! currentVersion: Int!
  createdByEmail: String! replicas: [Replica!]!
}
type Replica { name: String! status: String! latestRestartCount: Int! latestRestartTime: String }

type Cluster {
  id: ID! name: String! provider: String! allowFractional: Boolean! allowMultinode: Boolean!
  allowedSubmissionTypes: [String!]! isMultiTenant: Boolean! reservationType: String! schedulerEnabled: Boolean!
  allowedInstances: [Instance!]! utilization: Utilization
}
type Instance {
  name: String! gpuType: String! gpusPerNode: Int! cpus: Int memory: String storage: String gpuNums: [Int!]!
  numNodes: Int! nodes: [ClusterNode!]!
}
type ClusterNode { name: String! isAlive: Boolean! isSchedulable: Boolean! upTime: UpTime }
type UpTime { startDate: String endDate: String }
type Utilization {
  instanceUtils: [InstanceUtil!]! activeRunsByUser: JSON queuedRunsByUser: JSON activeDeploymentsByUser: JSON
  queuedDeploymentsByUser: JSON
}
type InstanceUtil { instance: String! clusterId: String! gpusUsed: Int! gpusAvailable: Int! gpusTotal: Int! }

type Secret { id: ID! name: String! type: String! metadata: JSON createdAt: String! }
type User { id: ID! name: String! email: String! organizations: [Organization!]! }
type Organization { id: ID! name: String! isDatabricksInternal: Boolean! }
)";
}

} // namespace corogql::testing
