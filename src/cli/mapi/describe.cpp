#include "cli/mapi/actions.hpp"
#include "cli/mapi/choice.hpp"
#include "cli/mapi/latest.hpp"
#include "cli/mapi/session.hpp"

#include <corogql/mapi/clusters.hpp>
#include <corogql/mapi/deployments.hpp>
#include <corogql/mapi/finetunes.hpp>
#include <corogql/mapi/runs.hpp>
#include <corogql/mapi/singleton.hpp>

#include <boost/json/serialize.hpp>

#include <array>
#include <cstdio>

namespace corogql::cli {

namespace {

/// A sheet shows names and values below each other.
class sheet {
public:
    sheet& line(const char* name, const std::string& value) {
        if (!value.empty()) rows_.push_back({name, value});
        return *this;
    }
    sheet& line(const char* name, const char* value) { return line(name, std::string(value)); }
    sheet& line(const char* name, const std::optional<std::string>& value) { return line(name, value.value_or("")); }
    sheet& line(const char* name, const std::optional<mapi::datetime>& time) {
        return line(name, time ? mapi::to_string(*time) : std::string());
    }
    std::string text() const {
        std::string text;
        for (const auto& [name, value] : rows_) text += name + std::string(18 - name.size(), ' ') + value + '\n';
        return text;
    }

private:
    std::vector<std::pair<std::string, std::string>> rows_;
};

std::string number(double value) { // 8, 0.5
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.10g", value);
    return text.data();
}

std::string events_of(const std::vector<mapi::formatted_run_event>& events) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& each : events) rows.push_back(each.cells());
    return mapi::format_table(mapi::display_columns(mapi::object_type::formatted_run_event), rows);
}

std::string described(const mapi::run& run, bool yaml, bool yaml_only) {
    std::string text;
    if (!yaml_only) {
        text += sheet()
                    .line("Run Name", run.display_name())
                    .line("Run ID", run.id)
                    .line("Type", std::string(mapi::to_string(run.run_type)))
                    .line("Status", std::string(mapi::to_string(run.status)))
                    .line("Reason", run.reason)
                    .line("Created By", run.created_by_email)
                    .line("Created At", std::optional(run.created_at))
                    .line("Started At", run.started_at)
                    .line("Completed At", run.completed_at)
                    .line("Estimated End", run.estimated_end_at)
                    .line("Cluster", run.cluster)
                    .line("GPUs", number(run.gpus) + (run.gpu_type.empty() ? "" : " x " + run.gpu_type))
                    .line("Nodes", std::to_string(run.nodes))
                    .line("Image", run.details ? run.details->image : std::string())
                    .line("Priority", run.priority)
                    .line("Preemptible", run.preemptible ? "yes" : "no")
                    .line("Watchdog", run.retry_on_system_failure ? "on" : "off")
                    .line("Max Retries", run.max_retries ? std::to_string(*run.max_retries) : std::string())
                    .line("Max Duration", run.max_duration ? number(*run.max_duration) + " h" : std::string())
                    .line("Resumptions", std::to_string(run.resumption_count()))
                    .line("GPU Hours", number(run.gpu_hours()))
                    .text();
        if (run.details && !run.details->events.empty()) text += "\nEvents\n" + events_of(run.details->events);
        if (run.details && run.details->metadata.is_object() && !run.details->metadata.get_object().empty())
            text += "\nMetadata\n" + json::serialize(run.details->metadata) + '\n';
    }
    if (yaml && run.details && run.details->original_run_input.is_object()) {
        if (!yaml_only) text += "\nSubmitted YAML\n";
        text += mapi::run_config::of(run).to_yaml();
    }
    return text;
}

std::string instances_of(const mapi::cluster& cluster) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& each : cluster.instances)
        rows.push_back({each.name, each.gpu_type, std::to_string(each.gpus_per_node), std::to_string(each.num_nodes),
                        each.cpus ? number(*each.cpus) : "", each.memory, each.storage});
    return mapi::format_table({"Instance", "GPU Type", "GPUs per Node", "Nodes", "CPUs", "Memory", "Storage"}, rows);
}

std::string use_of(const mapi::cluster_utilization& use, const mapi_arguments& wanted) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& each : use.instances)
        rows.push_back({each.instance.name, each.instance.gpu_type, number(each.gpus_used), number(each.gpus_available),
                        number(each.gpus_total)});
    std::string text = mapi::format_table({"Instance", "GPU Type", "Used", "Available", "Total"}, rows);
    const auto add = [&](const char* heading, const auto& list) {
        if (list.empty() || !wanted.by_user) return;
        rows.clear();
        for (const auto& each : list)
            rows.push_back(
                {each.name, each.user, number(each.gpu_num), each.instance, mapi::to_string(each.created_at)});
        text += std::string("\n") + heading + '\n' +
                mapi::format_table({"Name", "User", "GPUs", "Instance", "Created At"}, rows);
    };
    if (wanted.training) {
        add("Active Runs", use.active_runs);
        add("Queued Runs", use.queued_runs);
    }
    if (wanted.inference) {
        add("Active Deployments", use.active_deployments);
        add("Queued Deployments", use.queued_deployments);
    }
    return text;
}

mapi::object_list<mapi::cluster> find_clusters(mapi_session& session, bool utilization) {
    const auto& wanted = session.filter();
    auto filter = mapi::cluster_filter().utilization(utilization);
    if (!wanted.names.empty() && !has_pattern(wanted)) filter.names(wanted.names);
    auto found = fitting(wanted, session.list<mapi::cluster>(mapi::get_clusters(filter), "clusters"), 0);
    for (const auto& name : wanted.names)
        if (!is_pattern(name) &&
            std::none_of(found.begin(), found.end(), [&](const auto& each) { return each.name == name; }))
            throw mapi::mapi_error(404, "Cluster " + name + " not found");
    return found;
}

} // namespace

int describe_run(mapi_session& session) {
    const auto& arguments = session.arguments();
    const auto name = named_or_latest_run(session);
    const auto found = session.pages<mapi::run>(mapi::get_run(name), 1, name);
    if (found.empty()) throw mapi::mapi_error(404, mapi::run_not_found(name));
    if (arguments.lines()) return session.show(found);
    write_out(described(found.front(), arguments.yaml, arguments.yaml_only));
    return 0;
}

int list_clusters(mapi_session& session) { return session.show(find_clusters(session, false)); }

int describe_cluster(mapi_session& session) {
    const auto found = find_clusters(session, true);
    if (session.arguments().lines()) return session.show(found);
    std::string text;
    for (const auto& cluster : found) {
        if (!text.empty()) text += '\n';
        text += sheet()
                    .line("Cluster Name", cluster.name)
                    .line("Provider", cluster.provider)
                    .line("Reservation", cluster.reservation_type)
                    .line("Multinode", cluster.allow_multinode ? "yes" : "no")
                    .text();
        text += '\n' + instances_of(cluster);
        if (cluster.utilization) text += '\n' + use_of(*cluster.utilization, session.arguments());
    }
    write_out(text);
    return 0;
}

int show_utilization(mapi_session& session) {
    const auto found = find_clusters(session, true);
    if (session.arguments().lines()) return session.show(found);
    std::string text;
    for (const auto& cluster : found) {
        if (!cluster.utilization) continue;
        if (!text.empty()) text += '\n';
        text += cluster.name + '\n' + use_of(*cluster.utilization, session.arguments());
    }
    write_out(text);
    return 0;
}

int describe_deployment(mapi_session& session) {
    const auto& name = session.name();
    const auto found = session.list<mapi::deployment>(mapi::get_deployments(mapi::deployment_filter(name)), name);
    if (found.empty()) throw mapi::mapi_error(404, mapi::deployment_not_found(name));
    if (session.arguments().lines()) return session.show(found);
    const auto& one = found.front();
    std::string text = sheet()
                           .line("Deployment Name", one.name)
                           .line("Deployment ID", one.id)
                           .line("Status", one.status)
                           .line("Created By", one.created_by_email)
                           .line("Created At", std::optional(one.created_at))
                           .line("Updated At", std::optional(one.updated_at))
                           .line("Address", one.public_dns)
                           .line("Cluster", one.cluster())
                           .line("Version", std::to_string(one.current_version))
                           .text();
    std::vector<std::vector<std::string>> rows;
    for (const auto& each : one.replicas)
        rows.push_back({each.name, each.status, std::to_string(each.latest_restart_count),
                        each.latest_restart_at ? mapi::to_string(*each.latest_restart_at) : ""});
    write_out(text + '\n' + mapi::format_table({"Replica", "Status", "Restarts", "Latest Restart"}, rows));
    return 0;
}

int describe_finetune(mapi_session& session) {
    const auto& name = session.name();
    const auto filter = mapi::finetune_filter(name).include_details(true);
    const auto found = session.pages<mapi::finetune>(mapi::get_finetunes(filter), 1, name);
    if (found.empty()) throw mapi::mapi_error(404, "Finetuning run " + name + " not found");
    if (session.arguments().lines()) return session.show(found);
    const auto& one = found.front();
    sheet facts;
    facts.line("Name", one.name)
        .line("ID", one.id)
        .line("Status", std::string(mapi::to_string(one.status)))
        .line("Reason", one.reason)
        .line("Created By", one.created_by_email)
        .line("Created At", std::optional(one.created_at))
        .line("Started At", one.started_at)
        .line("Completed At", one.completed_at)
        .line("Estimated End", one.estimated_end_at);
    std::string events;
    if (one.details) {
        facts.line("Model", one.details->model)
            .line("Task Type", one.details->task_type)
            .line("Train Data", one.details->train_data_path)
            .line("Save Folder", one.details->save_folder)
            .line("Duration", one.details->training_duration);
        events = "\nEvents\n" + events_of(one.details->events);
    }
    write_out(facts.text() + events);
    return 0;
}

} // namespace corogql::cli
