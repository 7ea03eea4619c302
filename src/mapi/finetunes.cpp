#include <corogql/mapi/finetunes.hpp>

#include <corogql/error.hpp>

#include "mapi/document.hpp"
#include "mapi/filter_json.hpp"
#include "mapi/selections.hpp"

namespace corogql::mapi {

namespace {

using detail::make_mapi_operation;

detail::mapi_input some(const finetune_filter& filter, const char* function) {
    if (!filter.restricts())
        throw error(error_kind::usage, std::string(function) + " needs a condition in its filter: which finetunes");
    return {"getFinetunesData", "GetFinetunesInput", filter.to_json()};
}

} // namespace

finetune_filter& finetune_filter::name(std::string value) {
    if (!names_) names_.emplace();
    names_->push_back(std::move(value));
    return *this;
}

bool finetune_filter::restricts() const { return !to_json().at("filters").get_object().empty(); }

json::object finetune_filter::to_json() const {
    json::object filters;
    detail::add_condition(filters, "name", names_);
    detail::add_condition(filters, "status", statuses_);
    detail::add_condition(filters, "createdAt", created_after_, created_before_);
    json::object input;
    input["filters"] = std::move(filters);
    input["includeDeleted"] = include_deleted_;
    return input;
}

operation create_finetune(json::object data) {
    return make_mapi_operation("mutation", "CreateFinetune", "createFinetune",
                               {{"createFinetuneData", "CreateFinetuneInput", std::move(data)}},
                               detail::finetune_selection);
}

operation get_finetunes(const finetune_filter& filter) {
    auto input = filter.to_json();
    input["limit"] = filter.limit();
    return detail::make_mapi_page("GetFinetunesPaginated", "getFinetunesPaginated",
                                  {"getFinetunesPaginatedData", "GetFinetunesPaginatedInput", std::move(input)},
                                  "finetunes", detail::finetune_selection);
}

operation stop_finetunes(const finetune_filter& filter, const std::string& reason) {
    const auto which = some(filter, "stopFinetunes");
    json::object why;
    why["reason"] = reason;
    auto made =
        reason.empty()
            ? make_mapi_operation("mutation", "StopFinetunes", "stopFinetunes", {which}, detail::finetune_selection)
            : make_mapi_operation("mutation", "StopFinetunes", "stopFinetunes",
                                  {which, {"stopFinetunesData", "StopFinetunesInput", std::move(why)}},
                                  detail::finetune_selection);
    // What has ended stays as it ended.
    return made.idempotent(true);
}

operation delete_finetunes(const finetune_filter& filter) {
    auto made = make_mapi_operation("mutation", "DeleteFinetunes", "deleteFinetunes", {some(filter, "deleteFinetunes")},
                                    detail::finetune_selection);
    // What is deleted is not found any more by the second attempt.
    return made.idempotent(true);
}

} // namespace corogql::mapi
