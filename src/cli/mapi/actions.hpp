/// These functions are what `corogql mapi` can do. Each returns the exit status.
#pragma once

namespace corogql::cli {

class mapi_session;
struct mapi_arguments;

int list_runs(mapi_session& session);
int show_run(mapi_session& session); ///< Shows one run, as a row.
/// Shows all of a run, which is the latest one without a name.
int describe_run(mapi_session& session);
int create_run(mapi_session& session); ///< Creates a run of single options.
int submit_run(mapi_session& session); ///< Creates a run of a file, or of another run.
int submit_interactive_run(mapi_session& session);
int restart_runs(mapi_session& session);
int stop_runs(mapi_session& session);
int delete_runs(mapi_session& session);
int update_run(mapi_session& session);
int set_watchdog(mapi_session& session);

int print_log(mapi_session& session); ///< Prints a run's log; the run is the latest one without a name.
int print_deployment_log(mapi_session& session);
int watch_run(mapi_session& session);

int list_clusters(mapi_session& session);
int describe_cluster(mapi_session& session);
int show_utilization(mapi_session& session);

int list_secrets(mapi_session& session);
int delete_secrets(mapi_session& session);
int create_environment_secret(mapi_session& session);
int create_hugging_face_secret(mapi_session& session);
int create_mounted_secret(mapi_session& session);
int create_ssh_secret(mapi_session& session);
int create_git_secret(mapi_session& session);
int create_sftp_secret(mapi_session& session);
int create_gcp_secret(mapi_session& session);
int create_docker_secret(mapi_session& session);
int create_s3_secret(mapi_session& session);
int create_oci_secret(mapi_session& session);
int create_databricks_secret(mapi_session& session);

int list_deployments(mapi_session& session);
int describe_deployment(mapi_session& session);
int submit_deployment(mapi_session& session);
int update_deployment(mapi_session& session);
int stop_deployments(mapi_session& session);
int delete_deployments(mapi_session& session);
int ping_deployment(mapi_session& session);
int predict(mapi_session& session);

int list_finetunes(mapi_session& session);
int describe_finetune(mapi_session& session);
int submit_finetune(mapi_session& session);
int submit_pretraining(mapi_session& session);
int stop_finetunes(mapi_session& session);
int delete_finetunes(mapi_session& session);

int list_users(mapi_session& session);
int list_organizations(mapi_session& session);
int describe_me(mapi_session& session);

int get_setting(const mapi_arguments& arguments);
int set_setting(const mapi_arguments& arguments);

} // namespace corogql::cli
