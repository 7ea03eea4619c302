#include "cli/mapi/actions.hpp"
#include "cli/mapi/choice.hpp"
#include "cli/mapi/session.hpp"
#include "cli/mapi/time.hpp"

#include <corogql/mapi/deployments.hpp>
#include <corogql/mapi/finetunes.hpp>
#include <corogql/mapi/secrets.hpp>

namespace corogql::cli {

namespace {

mapi::object_list<mapi::deployment> find_deployments(mapi_session& session, std::uint64_t most) {
    const auto& from = session.filter();
    mapi::deployment_filter filter;
    if (!from.statuses.empty()) filter.statuses(from.statuses);
    if (!from.clusters.empty()) filter.clusters(from.clusters);
    if (!from.gpu_types.empty()) filter.gpu_types(from.gpu_types);
    if (!from.gpu_nums.empty()) filter.gpu_nums(from.gpu_nums);
    if (!from.before.empty()) filter.created_before(read_time(from.before, "--before"));
    if (!from.after.empty()) filter.created_after(read_time(from.after, "--after"));
    const auto what = mapi::get_deployments(filter.include_deleted(from.include_deleted));
    return fitting(from, session.list<mapi::deployment>(what, "deployments"), most);
}

mapi::object_list<mapi::finetune> find_finetunes(mapi_session& session, std::uint64_t most) {
    const auto& from = session.filter();
    mapi::finetune_filter filter;
    if (!from.statuses.empty()) filter.statuses(to_statuses(from.statuses));
    if (!from.users.empty()) filter.user_emails(from.users);
    if (!from.before.empty()) filter.created_before(read_time(from.before, "--before"));
    if (!from.after.empty()) filter.created_after(read_time(from.after, "--after"));
    const auto what = mapi::get_finetunes(filter.include_deleted(from.include_deleted));
    return fitting(from, session.pages<mapi::finetune>(what, from.names.empty() ? most : 0, "finetuning runs"), most);
}

/// Returns the type that a word means, which may also be the word that `create secret` has for it.
mapi::secret_type to_secret_type(const std::string& word) {
    if (word == "env") return mapi::secret_type::environment_variable;
    if (word == "docker" || word == "docker-registry") return mapi::secret_type::docker_registry;
    if (word == "git-ssh") return mapi::secret_type::git;
    if (word == "sftp-ssh") return mapi::secret_type::sftp;
    if (word == "hf") return mapi::secret_type::hugging_face;
    return mapi::secret_type_from_string(word);
}

mapi::object_list<mapi::secret> find_secrets(mapi_session& session, std::uint64_t most) {
    const auto& from = session.filter();
    mapi::secret_filter filter;
    if (!from.types.empty() && std::find(from.types.begin(), from.types.end(), "all") == from.types.end()) {
        std::vector<std::string> words;
        for (const auto& word : from.types) {
            const auto type = to_secret_type(word);
            if (type == mapi::secret_type::unknown)
                throw error(error_kind::usage, "--type: \"" + word +
                                                   "\" is no type of a secret: environment, mounted, docker_registry, "
                                                   "ssh, git, sftp, s3, gcp, oci, databricks, hugging_face, all");
            words.emplace_back(mapi::to_mapi_word(type));
        }
        filter.types(std::move(words));
    }
    return fitting(from, session.list<mapi::secret>(mapi::get_secrets(filter), "secrets"), most);
}

bool goes_on(const mapi::finetune& one) { return !mapi::is_terminal(one.status); }

} // namespace

int list_deployments(mapi_session& session) { return session.show(find_deployments(session, 0)); }

int update_deployment(mapi_session& session) {
    const auto& wanted = session.arguments().wanted;
    json::object changes;
    if (!wanted.image.empty()) changes["image"] = wanted.image;
    if (wanted.replicas) changes["replicas"] = *wanted.replicas;
    if (changes.empty()) throw error(error_kind::usage, "say what to change: --image, --replicas");
    const auto what = mapi::update_deployments(mapi::deployment_filter(session.name()), std::move(changes));
    return session.show_named(session.list<mapi::deployment>(what, "updating"), session.filter().names, "Deployment");
}

int stop_deployments(mapi_session& session) {
    const auto names = chosen(session, "Stop", "deployments", &find_deployments);
    const auto what = mapi::stop_deployments(mapi::deployment_filter().names(names));
    return session.show_named(session.list<mapi::deployment>(what, "stopping"), names, "Deployment");
}

int delete_deployments(mapi_session& session) {
    const auto names = chosen(session, "Delete", "deployments", &find_deployments);
    const auto what = mapi::delete_deployments(mapi::deployment_filter().names(names)).idempotent(false);
    return session.show_named(session.list<mapi::deployment>(what, "deleting"), names, "Deployment");
}

int list_finetunes(mapi_session& session) {
    const auto& wanted = session.filter();
    return session.show(find_finetunes(session, wanted.latest ? 1 : wanted.limit));
}

int stop_finetunes(mapi_session& session) {
    const auto names = chosen(session, "Stop", "finetuning runs", &find_finetunes, &goes_on);
    const auto what = mapi::stop_finetunes(mapi::finetune_filter().names(names), session.arguments().reason);
    return session.show_named(session.list<mapi::finetune>(what, "stopping"), names, "Finetuning run");
}

int delete_finetunes(mapi_session& session) {
    const auto names = chosen(session, "Delete", "finetuning runs", &find_finetunes);
    const auto what = mapi::delete_finetunes(mapi::finetune_filter().names(names)).idempotent(false);
    return session.show_named(session.list<mapi::finetune>(what, "deleting"), names, "Finetuning run");
}

int list_secrets(mapi_session& session) { return session.show(find_secrets(session, 0)); }

int delete_secrets(mapi_session& session) {
    const auto names = chosen(session, "Delete", "secrets", &find_secrets);
    const auto what = mapi::delete_secrets(mapi::secret_filter().names(names)).idempotent(false);
    return session.show_named(session.list<mapi::secret>(what, "deleting"), names, "Secret");
}

} // namespace corogql::cli
