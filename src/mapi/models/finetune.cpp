#include <corogql/mapi/finetune.hpp>

#include "mapi/models/run/run_event_reader.hpp"

#include <map>

namespace corogql::mapi {

namespace {

using detail::field_reader;

finetune_details read_details(const field_reader& from) {
    finetune_details details;
    details.model = from.text("model");
    details.task_type = from.text("taskType");
    details.train_data_path = from.text("trainDataPath");
    details.save_folder = from.text("saveFolder");
    details.eval_data_path = from.text("evalDataPath");
    details.eval_prompts = from.value("evalPrompts");
    details.training_duration = from.text("trainingDuration");
    details.learning_rate = from.optional_number("learningRate");
    if (from.find("contextLength")) details.context_length = from.whole("contextLength");
    details.experiment_tracker = from.value("experimentTracker");
    details.custom_weights_path = from.text("customWeightsPath");
    details.data_prep_config = from.value("dataPrepConfig");
    std::multimap<datetime, formatted_run_event> by_time;
    for (auto& event : from.list("formattedFinetuningEvents", &detail::read_formatted_event))
        by_time.emplace(event.event_time, std::move(event));
    for (auto& [time, event] : by_time) details.events.push_back(std::move(event));
    return details;
}

} // namespace

finetune finetune::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const field_reader from(response, root);
    from.require("Finetune", {"id", "name", "status", "createdByEmail", "createdAt", "updatedAt"});
    finetune out;
    out.id = from.text("id");
    out.name = from.text("name");
    out.status = run_status_from_string(from.text("status"));
    out.created_by_id = from.text("createdById");
    out.created_by_email = from.text("createdByEmail");
    out.created_at = from.time("createdAt");
    out.updated_at = from.time("updatedAt");
    out.started_at = from.optional_time("startedAt");
    out.completed_at = from.optional_time("completedAt");
    out.estimated_end_at = from.optional_time("estimatedEndTime");
    out.reason = from.optional_text("reason");
    out.is_deleted = from.flag("isDeleted");
    from.child("details", [&](const field_reader& at) { out.details = read_details(at); });
    return out;
}

std::vector<std::string> finetune::cells() const {
    return {name, std::string(to_string(status)), to_string(created_at)};
}

} // namespace corogql::mapi
