#include "testing/mapi/schema.hpp"

namespace corogql::testing {

std::string_view mapi_schema_text() noexcept {
    return R"(scalar JSON

type Query {
  hello(name: String = "world"): String!
  echo(value: JSON): JSON
  # Fails with this message and extensions.code.
  fail(message: String = "Failed as asked", code: Int = 500): String
  failNonNull(message: String = "Failed as asked", code: Int = 500): String!
  getRuns(getRunsData: GetRunsInput): [Run!]!
  getRunsPaginated(getRunsPaginatedData: GetRunsPaginatedInput): RunPage!
  getFinetunesPaginated(getFinetunesPaginatedData: GetFinetunesPaginatedInput): FinetunePage!
  getFinetuneEvents(getFinetuneEventsData: GetFinetuneEventsInput!): [FormattedEvent!]!
  getInferenceDeployments(getInferenceDeploymentsData: GetInferenceDeploymentsInput): [InferenceDeployment!]!
  getClusters(getClustersData: GetClustersInput): [Cluster!]!
  getSecrets(getSecretsData: GetSecretsInput): [Secret!]!
  # Whose the credentials are.
  getUsers(getUsersData: GetUsersInput): [User!]!
  getAllUsers(getAllUsersData: GetUsersInput): [User!]!
  getAllOrganizations(getOrganizationsData: GetOrganizationsInput): [Organization!]!
  # No code is run here: an item is right when its code contains its output.
  getCodeEvalOutput(getCodeEvalOutputInput: GetCodeEvalOutputInput!): [CodeEval!]!
}

type Mutation {
  createRun(createRunData: CreateRunInput!): [Run!]!
  createInteractiveRun(createRunData: CreateInteractiveRunInput!): [Run!]!
  createRunEvent(createRunEventData: CreateRunEventInput!): [RunEvent!]!
  startRuns(getRunsData: GetRunsInput!): [Run!]!
  stopRuns(getRunsData: GetRunsInput!, stopRunsData: StopRunsInput): [Run!]!
  deleteRuns(getRunsData: GetRunsInput!): [Run!]!
  updateRun(getRunsData: GetRunsInput!, updateRunData: UpdateRunInput!): [Run!]!
  updateRunMetadata(getRunsData: GetRunsInput!, updateRunMetadataData: UpdateRunMetadataInput!): [Run!]!
  # A run of type PRETRAINING.
  createPretrain(createPretrainData: CreatePretrainInput!): [Run!]!
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
  stopInferenceDeployments(getInferenceDeploymentsData: GetInferenceDeploymentsInput!): [InferenceDeployment!]!
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
# Whose things are meant.
input Entity { userIds: [String!] organizationIds: [String!] emails: [String!] }
input GetRunsInput { filters: RunFilters includeDeleted: Boolean = false entity: Entity }
input GetRunsPaginatedInput {
  filters: RunFilters includeDeleted: Boolean = false entity: Entity limit: Int = 100 cursor: String
}
input RunInput {
  runName: String parentName: String gpuType: String gpuNum: Int cpus: Int cluster: String image: String
  integrations: JSON envVariables: JSON parameters: JSON command: String scheduling: JSON compute: JSON metadata: JSON
  dependentDeployment: JSON
}
input CreateRunInput { runInput: RunInput! }
input CreateInteractiveRunInput { runInput: RunInput! seconds: Int }
input CreateRunEventInput { runName: String! eventType: String! eventData: JSON }
input StopRunsInput { reason: String }
input UpdateRunInput {
  preemptible: Boolean priority: String maxRetries: Int retryOnSystemFailure: Boolean maxDurationSeconds: Int
}
input UpdateRunMetadataInput { metadata: JSON! }
input WatchRunStatusInput { name: String! }
input GetRunLogsInput {
  name: String! follow: Boolean = false failed: Boolean exceptionOnly: Boolean nodeRank: Int localGpuRank: Int
  globalGpuRank: Int attemptIndex: Int tail: Int containerName: String offset: Int = 0 entity: Entity
}
input CreatePretrainInput {
  model: String! trainData: JSON! saveFolder: String! compute: JSON tokenizer: JSON trainingDuration: String
  parameters: JSON eval: JSON experimentTracker: JSON customWeightsPath: String
}
input FinetuneFilters { name: JSON status: JSON createdAt: JSON }
input GetFinetunesInput { filters: FinetuneFilters entity: Entity }
input GetFinetunesPaginatedInput {
  filters: FinetuneFilters includeDeleted: Boolean = false entity: Entity limit: Int = 100 cursor: String
}
input GetFinetuneEventsInput { name: String! entity: Entity }
input CreateFinetuneInput { config: JSON! }
input StopFinetunesInput { reason: String }
input DeploymentFilters {
  name: JSON createdAt: JSON status: JSON cluster: JSON gpuType: JSON gpuNum: JSON
}
input GetInferenceDeploymentsInput { filters: DeploymentFilters includeDeleted: Boolean = false entity: Entity }
input CreateInferenceDeploymentInput { inferenceDeploymentInput: JSON! }
input UpdateInferenceDeploymentsInput { image: String replicas: Int }
input GetInferenceDeploymentLogsInput {
  name: String! follow: Boolean = false failed: Boolean restartCount: Int tail: Int offset: Int = 0 entity: Entity
}
input ClusterFilters { name: JSON allowedSubmissionTypes: JSON }
input GetClustersInput { filters: ClusterFilters includeAll: Boolean entity: Entity }
input SecretFilters { name: JSON type: JSON }
input GetSecretsInput { filters: SecretFilters entity: Entity }
# Exactly one of the secrets: {name, metadata, value}.
input CreateSecretInput {
  databricksSecret: JSON dockerRegistrySecret: JSON envVarSecret: JSON gcpSecret: JSON mountedSecret: JSON
  ociSecret: JSON s3Secret: JSON sshSecret: JSON gitSSHSecret: JSON sftpSSHSecret: JSON entity: Entity
}
input UserFilters { id: JSON email: JSON }
input GetUsersInput { filters: UserFilters entity: Entity }
input GetOrganizationsInput { filters: JSON }
input GetCodeEvalOutputInput { data: JSON! }

type RunPage { cursor: String hasNextPage: Boolean! runs: [Run!]! }
type Run {
  id: ID! name: String! status: String! createdAt: String! updatedAt: String! reason: String
  createdByEmail: String! priority: String! preemptible: Boolean! retryOnSystemFailure: Boolean!
  maxRetries: Int maxDurationSeconds: Int isDeleted: Boolean! runType: String! resumptions: [Resumption!]!
  details: RunDetails executionsStatusUpdates: [ExecutionStatusUpdates!]!
}
type Resumption {
  executionIndex: Int! clusterName: String! gpus: Int! cpus: Int! gpuType: String! nodes: Int! status: String!
  startTime: String endTime: String estimatedEndTime: String reason: String
}
type RunDetails {
  image: String originalRunInput: JSON! metadata: JSON lastExecutionId: String lifecycle: [StatusUpdate!]!
  nodes: [RunNode!]! formattedRunEvents: [FormattedEvent!]!
}
type StatusUpdate { executionIndex: Int! status: String! startTime: String endTime: String reason: String }
type RunNode { rank: Int! name: String! status: String! reason: String }
type FormattedEvent { resumptionIndex: Int! eventType: String! eventTime: String! eventMessage: String! }
type RunEvent {
  id: ID! runId: ID! executionId: ID! eventType: String! eventData: JSON updatedAt: String!
}
# What the cluster saw of one execution, node by node.
type ExecutionStatusUpdates {
  id: ID! executionIndex: Int! containerStatusUpdates: [ContainerStatusUpdate!]! podStatusUpdates: [PodStatusUpdate!]!
}
type ContainerStatusUpdate {
  nodeRank: Int! containerName: String! status: String! reachedAt: String! reason: String
}
type PodStatusUpdate { nodeRank: Int! nodeName: String status: String! reachedAt: String! reason: String }
type LogChunk { chunk: String! endOffset: Int! }
type CodeEval { data: [Boolean!]! }

type FinetunePage { cursor: String hasNextPage: Boolean! finetunes: [Finetune!]! }
type Finetune {
  id: ID! name: String! status: String! createdById: ID! createdByEmail: String! createdAt: String!
  updatedAt: String! startedAt: String completedAt: String reason: String estimatedEndTime: String
  isDeleted: Boolean! details: FinetuneDetails!
}
type FinetuneDetails {
  model: String taskType: String trainDataPath: String saveFolder: String evalDataPath: String
  evalPrompts: [String!] trainingDuration: String learningRate: Float contextLength: Int experimentTracker: JSON
  customWeightsPath: String dataPrepConfig: JSON formattedFinetuningEvents: [FormattedEvent!]!
}
type InferenceDeployment {
  id: ID! name: String! inferenceDeploymentInput: JSON! originalInferenceDeploymentInput: JSON! status: String!
  createdAt: String! updatedAt: String! deletedAt: String publicDNS: String! currentVersion: Int!
  createdById: ID! createdByEmail: String! organizationId: ID! clusterId: String isDeleted: Boolean!
  replicas: [Replica!]!
}
type Replica { name: String! status: String! latestRestartCount: Int! latestRestartTime: String }

type Cluster {
  id: ID! name: String! provider: String! allowFractional: Boolean! allowMultinode: Boolean!
  allowedSubmissionTypes: [String!]! isMultiTenant: Boolean! reservationType: String! schedulerEnabled: Boolean!
  allowedInstances: [Instance!]! utilization: Utilization!
}
type Instance {
  name: String! gpuType: String! gpusPerNode: Int! cpus: Int memory: String storage: String gpuNums: [Int!]!
  numNodes: Int! nodes: [ClusterNode!]!
}
type ClusterNode { name: String! isAlive: Boolean! isSchedulable: Boolean! upTime: UpTime }
type UpTime { startDate: String endDate: String }
type Utilization {
  instanceUtils: [InstanceUtil!]! activeRunsByUser: [UtilizationByRun!]! queuedRunsByUser: [UtilizationByRun!]!
  activeDeploymentsByUser: [UtilizationByDeployment!]! queuedDeploymentsByUser: [UtilizationByDeployment!]!
}
type InstanceUtil { instance: Instance! clusterId: String! gpusUsed: Int! gpusAvailable: Int! gpusTotal: Int! }
type UtilizationByRun {
  id: ID! createdAt: String! userName: String! runName: String! instance: String! gpuNum: Int! gpuType: String
  estimatedEndTime: String maxDurationSeconds: Int startTime: String reason: String scheduling: Scheduling!
}
type Scheduling { priority: String retryOnSystemFailure: Boolean preemptible: Boolean }
type UtilizationByDeployment {
  id: ID! createdAt: String! userName: String! deploymentName: String! instance: String! gpuNum: Int!
}

type Secret { id: ID! name: String! type: String! metadata: JSON createdAt: String! }
type User { id: ID! name: String! email: String! organizations: [Organization!]! }
type Organization { id: ID! name: String! isDatabricksInternal: Boolean! }
)";
}

} // namespace corogql::testing
