#include "cli/mapi/actions.hpp"
#include "cli/mapi/session.hpp"

#include <corogql/mapi/deployments.hpp>
#include <corogql/mapi/finetunes.hpp>
#include <corogql/mapi/secrets.hpp>

namespace corogql::cli {

namespace {

/// Those whose names fit, patterns among them.
template <class T>
mapi::object_list<T> fitting(const mapi_filter& filter, const mapi::object_list<T>& found) {
    std::vector<T> items;
    json::array source;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (!fits_names(filter, found[i].name)) continue;
        items.push_back(found[i]);
        source.push_back(found.source()[i]);
    }
    return {std::move(items), std::move(source)};
}

mapi::object_list<mapi::deployment> find_deployments(mapi_session& session) {
    const auto& from = session.filter();
    mapi::deployment_filter filter;
    if (!from.statuses.empty()) filter.statuses(from.statuses);
    if (!from.clusters.empty()) filter.clusters(from.clusters);
    if (!from.gpu_types.empty()) filter.gpu_types(from.gpu_types);
    if (!from.gpu_nums.empty()) filter.gpu_nums(from.gpu_nums);
    if (!from.before.empty()) filter.created_before(from.before);
    if (!from.after.empty()) filter.created_after(from.after);
    const auto what = mapi::get_deployments(filter.include_deleted(from.include_deleted));
    return fitting(from, session.list<mapi::deployment>(what, "deployments"));
}

mapi::object_list<mapi::finetune> find_finetunes(mapi_session& session) {
    const auto& from = session.filter();
    mapi::finetune_filter filter;
    if (!from.statuses.empty()) filter.statuses(to_statuses(from.statuses));
    if (!from.users.empty()) filter.user_emails(from.users);
    if (!from.before.empty()) filter.created_before(from.before);
    if (!from.after.empty()) filter.created_after(from.after);
    const auto what = mapi::get_finetunes(filter.include_deleted(from.include_deleted));
    return fitting(from, session.pages<mapi::finetune>(what,
                                                       from.latest          ? 1
                                                       : from.names.empty() ? from.limit
                                                                            : 0,
                                                       "finetuning runs"));
}

mapi::object_list<mapi::secret> find_secrets(mapi_session& session) {
    const auto& from = session.filter();
    mapi::secret_filter filter;
    if (!from.types.empty()) {
        std::vector<std::string> words;
        for (const auto& word : from.types) {
            const auto type = mapi::secret_type_from_string(word);
            if (type == mapi::secret_type::unknown)
                throw error(error_kind::usage, "--type: \"" + word + "\" is no type of a secret");
            words.emplace_back(mapi::to_mapi_word(type));
        }
        filter.types(std::move(words));
    }
    return fitting(from, session.list<mapi::secret>(mapi::get_secrets(filter), "secrets"));
}

/// What is meant, as exact names, after a question where it takes one.
template <class T>
std::vector<std::string> chosen(mapi_session& session, const char* verb, const char* kind,
                                mapi::object_list<T> (*find)(mapi_session&)) {
    const auto& wanted = session.filter();
    require_choice(wanted, kind);
    if (wanted.names.size() == 1 && !is_pattern(wanted.names.front())) return wanted.names;
    const auto found = find(session);
    session.confirm(verb, found);
    std::vector<std::string> names;
    for (const auto& each : found) names.push_back(each.name);
    for (const auto& name : wanted.names)
        if (!is_pattern(name) && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    return names;
}

} // namespace

int list_deployments(mapi_session& session) { return session.show(find_deployments(session)); }

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
    if (names.empty()) return session.show(mapi::object_list<mapi::deployment>());
    const auto what = mapi::stop_deployments(mapi::deployment_filter().names(names));
    return session.show_named(session.list<mapi::deployment>(what, "stopping"), names, "Deployment");
}

int delete_deployments(mapi_session& session) {
    const auto names = chosen(session, "Delete", "deployments", &find_deployments);
    if (names.empty()) return session.show(mapi::object_list<mapi::deployment>());
    const auto what = mapi::delete_deployments(mapi::deployment_filter().names(names)).idempotent(false);
    return session.show_named(session.list<mapi::deployment>(what, "deleting"), names, "Deployment");
}

int list_finetunes(mapi_session& session) { return session.show(find_finetunes(session)); }

int stop_finetunes(mapi_session& session) {
    const auto names = chosen(session, "Stop", "finetuning runs", &find_finetunes);
    if (names.empty()) return session.show(mapi::object_list<mapi::finetune>());
    const auto what = mapi::stop_finetunes(mapi::finetune_filter().names(names), session.arguments().reason);
    return session.show_named(session.list<mapi::finetune>(what, "stopping"), names, "Finetuning run");
}

int delete_finetunes(mapi_session& session) {
    const auto names = chosen(session, "Delete", "finetuning runs", &find_finetunes);
    if (names.empty()) return session.show(mapi::object_list<mapi::finetune>());
    const auto what = mapi::delete_finetunes(mapi::finetune_filter().names(names)).idempotent(false);
    return session.show_named(session.list<mapi::finetune>(what, "deleting"), names, "Finetuning run");
}

int list_secrets(mapi_session& session) { return session.show(find_secrets(session)); }

int delete_secrets(mapi_session& session) {
    const auto names = chosen(session, "Delete", "secrets", &find_secrets);
    if (names.empty()) return session.show(mapi::object_list<mapi::secret>());
    const auto what = mapi::delete_secrets(mapi::secret_filter().names(names)).idempotent(false);
    return session.show_named(session.list<mapi::secret>(what, "deleting"), names, "Secret");
}

} // namespace corogql::cli
