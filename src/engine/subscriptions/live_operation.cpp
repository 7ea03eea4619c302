#include "engine/subscriptions/live_operation.hpp"

#include "protocol/graphql/execution_result.hpp"
#include "protocol/graphql/json_pointer.hpp"
#include "protocol/graphql/variable_path.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/thrown.hpp"

namespace corogql::engine {

live_operation::live_operation(const request& what, protocol::operation_kind kind, const subscribe_options& options,
                               std::shared_ptr<event_channel> queue)
    : kind_(kind), empty_variables_(what.empty_variables()), idempotent_(what.idempotent()), events(std::move(queue)),
      text_(std::make_shared<const operation_text>(
          operation_text{what.document(), what.operation_name(), what.document_id()})),
      variables_(what.variables()), numbers_(what.number_texts()) {
    if (!what.extensions().empty()) extensions_ = std::make_unique<json::object>(what.extensions());
    if (!what.headers().empty()) fields_ = std::make_unique<const headers>(what.headers());
    if (!options.resumes()) return;
    resume_ = std::make_unique<resumption>();
    resume_->hook = options.resume();
    resume_->pointer = options.resume_pointer();
    resume_->variable = options.resume_variable();
    resume_->started_from = options.start_from() && !resume_->variable.empty();
    if (resume_->started_from) protocol::set_variable(variables_, resume_->variable, *options.start_from());
}

protocol::payload_parts live_operation::next(unsigned max_depth) {
    if (started) resumed = resume(max_depth);
    started = true;
    growing_.reset(); // it comes anew
    static const json::object none;
    return {.document = text_->document,
            .operation_name = text_->name,
            .variables = variables_,
            .extensions = extensions_ ? *extensions_ : none,
            .empty_variables = empty_variables_,
            .numbers = numbers_.get(),
            .document_id = text_->document_id};
}

const headers& live_operation::fields() const noexcept {
    static const headers none;
    return fields_ ? *fields_ : none;
}

void live_operation::trace(const trace_context& context) {
    const auto add = [this](const char* name, const std::string& value) {
        if (value.empty()) return;
        if (!extensions_) extensions_ = std::make_unique<json::object>();
        extensions_->emplace(name, value);
    };
    add("traceparent", context.traceparent);
    add("tracestate", context.tracestate);
}

bool live_operation::resume(unsigned max_depth) {
    if (!resume_) return false;
    const bool found = !resume_->value.empty();
    if (found) {
        protocol::set_variable(variables_, resume_->variable, protocol::read_value(resume_->value, max_depth));
        numbers_ =
            detail::number_texts::with(std::move(numbers_), detail::pointer_of_path(resume_->variable), resume_->value);
    }
    if (!resume_->hook) return found || resume_->started_from;
    std::optional<response> last;
    if (!resume_->last_event.empty()) last.emplace(protocol::read_result(resume_->last_event, max_depth));
    const auto before = variables_;
    try {
        resume_->hook(variables_, last ? &*last : nullptr);
    } catch (...) {
        throw detailed_error(detail::own_or_callback_failed("the resume hook", std::current_exception()))
            .phase(error_phase::stream);
    }
    // The same values again are right when no event came meanwhile.
    resume_->hook_set = resume_->hook_set || variables_ != before;
    return found || resume_->started_from || resume_->hook_set;
}

live_operation::growth live_operation::grow(std::string_view step, std::size_t max_message_size, unsigned max_depth) {
    if (!growing_) growing_ = std::make_unique<growing_result>(max_message_size, max_depth);
    auto& merged = growing_->merged;
    auto kept = std::make_shared<const std::string>(step);
    if (!merged.add(kept)) return growth::none;
    if (!merged.has_next()) return growth::whole;
    if (whole_only) return growth::none;
    if (growing_->steps->count() == 0) merged.result(); // no later step makes a bad beginning better, or a good one bad
    growing_->steps->add(std::move(kept));
    return growth::some;
}

response live_operation::take_whole() {
    auto whole = growing_->merged.result();
    growing_.reset();
    return whole;
}

void live_operation::delivered(std::string_view result) {
    has_result_ = true;
    if (!resume_) return;
    if (resume_->hook) resume_->last_event = result;
    if (resume_->pointer.empty()) return;
    if (const auto value = protocol::find_pointer(result, resume_->pointer)) resume_->value = *value;
}

} // namespace corogql::engine
