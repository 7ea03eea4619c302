#include <corogql/mapi/finetunes.hpp>

#include <corogql/error.hpp>

#include "mapi/operations/document.hpp"
#include "mapi/operations/filter_json.hpp"
#include "mapi/operations/selections.hpp"

namespace corogql::mapi {

namespace {

using detail::make_operation;

detail::input_variable some(const finetune_filter& filter, const char* function) {
    if (!filter.restricts())
        throw error(error_kind::usage, std::string(function) + " needs a condition in its filter: which finetunes");
    return {"getFinetunesData", "GetFinetunesInput!", filter.to_json()};
}

} // namespace

finetune_filter& finetune_filter::name(std::string value) {
    if (!names_) names_.emplace();
    names_->push_back(std::move(value));
    return *this;
}

bool finetune_filter::restricts() const {
    const auto input = to_json();
    return !input.at("filters").get_object().empty() || input.contains("entity");
}

json::object finetune_filter::to_json() const {
    json::object filters;
    detail::add_condition(filters, "name", names_);
    detail::add_condition(filters, "status", statuses_);
    detail::add_condition(filters, "createdAt", created_after_, created_before_);
    json::object input;
    input["filters"] = std::move(filters);
    json::object entity;
    detail::add_list(entity, "emails", user_emails_);
    if (!entity.empty()) input["entity"] = std::move(entity);
    return input;
}

json::object finetune_filter::to_page_json() const {
    auto input = to_json();
    input["includeDeleted"] = include_deleted_;
    input["limit"] = limit_ ? json::value(*limit_) : json::value();
    return input;
}

operation create_finetune(json::object finetune_input) {
    json::object data;
    data["config"] = std::move(finetune_input);
    const auto selection = std::string(detail::finetune_selection).append(" ").append(detail::made_finetune_details);
    return make_operation("mutation", "CreateFinetune", "createFinetune",
                          {{"createFinetuneData", "CreateFinetuneInput!", std::move(data)}}, selection);
}

operation create_finetune(const finetune_config& config) { return create_finetune(config.to_finetune_input()); }

operation create_pretrain(json::object pretrain_input) {
    const auto selection = std::string(detail::run_selection).append(" ").append(detail::made_run_details);
    return make_operation("mutation", "CreatePretrain", "createPretrain",
                          {{"createPretrainData", "CreatePretrainInput!", std::move(pretrain_input)}}, selection);
}

operation create_pretrain(const pretrain_config& config) { return create_pretrain(config.to_pretrain_input()); }

operation get_finetunes(const finetune_filter& filter) {
    std::string selection(detail::finetune_selection);
    selection += " estimatedEndTime";
    if (filter.include_details()) (selection += ' ') += detail::finetune_details_selection;
    const detail::input_variable input{"getFinetunesPaginatedData", "GetFinetunesPaginatedInput!",
                                       filter.to_page_json()};
    return detail::make_page("GetFinetunesPaginated", "getFinetunesPaginated", input, "finetunes", selection);
}

operation get_finetune_events(const std::string& name) {
    json::object data;
    data["name"] = name;
    return make_operation("query", "GetFinetuneEvents", "getFinetuneEvents",
                          {{"getFinetuneEventsData", "GetFinetuneEventsInput!", std::move(data)}},
                          detail::finetune_event_selection);
}

operation stop_finetunes(const finetune_filter& filter, const std::string& reason) {
    detail::input_variable why{"stopFinetunesData", "StopFinetunesInput", {}};
    if (!reason.empty()) why.value = json::object{{"reason", reason}};
    auto made = make_operation("mutation", "StopFinetunes", "stopFinetunes", {some(filter, "stopFinetunes"), why},
                               detail::finetune_selection);
    // What has ended stays as it ended.
    return made.idempotent(true);
}

operation delete_finetunes(const finetune_filter& filter) {
    auto made = make_operation("mutation", "DeleteFinetunes", "deleteFinetunes", {some(filter, "deleteFinetunes")},
                               detail::finetune_selection);
    // What is deleted is not found any more by the second attempt.
    return made.idempotent(true);
}

} // namespace corogql::mapi
