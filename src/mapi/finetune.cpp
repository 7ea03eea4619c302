#include <corogql/mapi/finetune.hpp>

#include "mapi/run_event_reader.hpp"

namespace corogql::mapi {

namespace {

using detail::field_reader;

finetune_details read_details(const field_reader& from) {
    finetune_details details;
    details.model = from.get_or<std::string>("model");
    details.task_type = from.get_or<std::string>("taskType");
    details.train_data_path = from.get_or<std::string>("trainDataPath");
    details.save_folder = from.get_or<std::string>("saveFolder");
    details.eval_data_path = from.get_or<std::string>("evalDataPath");
    details.eval_prompts = from.get_or<std::vector<std::string>>("evalPrompts");
    details.training_duration = from.get_or<std::string>("trainingDuration");
    details.learning_rate = from.get_or<std::optional<double>>("learningRate");
    details.context_length = from.get_or<std::optional<std::int64_t>>("contextLength");
    details.experiment_tracker = from.get_or<json::value>("experimentTracker");
    details.custom_weights_path = from.get_or<std::string>("customWeightsPath");
    details.data_prep_config = from.get_or<json::value>("dataPrepConfig");
    details.events = from.list("formattedFinetuningEvents", &detail::read_formatted_event);
    return details;
}

} // namespace

finetune finetune::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const field_reader from(response, root);
    finetune out;
    out.id = from.get<std::string>("id");
    out.name = from.get<std::string>("name");
    out.status = run_status_from_string(from.get_or<std::string>("status"));
    out.created_by_id = from.get_or<std::string>("createdById");
    out.created_by_email = from.get_or<std::string>("createdByEmail");
    out.created_at = from.optional_time("createdAt");
    out.updated_at = from.optional_time("updatedAt");
    out.started_at = from.optional_time("startedAt");
    out.completed_at = from.optional_time("completedAt");
    out.estimated_end_at = from.optional_time("estimatedEndTime");
    out.reason = from.get_or<std::optional<std::string>>("reason");
    out.is_deleted = from.get_or<bool>("isDeleted");
    from.child("details", [&](const field_reader& at) { out.details = read_details(at); });
    return out;
}

std::vector<std::string> finetune::cells() const {
    return {name, std::string(to_string(status)), created_at ? to_string(*created_at) : std::string(), details.model};
}

} // namespace corogql::mapi
