#include "engine/socket_operation.hpp"

#include "protocol/execution_result.hpp"
#include "protocol/json_pointer.hpp"
#include "protocol/variable_path.hpp"

namespace corogql::detail {

socket_operation::socket_operation(const request& what, const subscribe_options& options, std::shared_ptr<stream> queue)
    : events(std::move(queue)), empty_variables_(what.empty_variables()), idempotent_(what.idempotent()),
      steps_aside_(options.overflow() == overflow_policy::resume),
      kind_(protocol::find_operation(what.document(), what.operation_name())),
      document_(std::make_shared<const std::string>(what.document())), operation_name_(what.operation_name()),
      variables_(what.variables()), numbers_(what.number_texts()), extensions_(what.extensions()) {
    if (!what.headers().empty()) fields_ = std::make_unique<const headers>(what.headers());
    if (!options.resumes()) return;
    resume_ = std::make_unique<resumption>();
    resume_->hook = options.resume();
    resume_->pointer = options.resume_pointer();
    resume_->variable = options.resume_variable();
    if (options.start_from() && !resume_->variable.empty())
        protocol::set_variable(variables_, resume_->variable, *options.start_from());
}

protocol::payload_parts socket_operation::next(unsigned max_depth) {
    if (started) resume(max_depth);
    started = true;
    growing_.reset(); // it comes anew
    return {*document_, operation_name_, variables_, extensions_, empty_variables_, numbers_.get()};
}

const headers& socket_operation::fields() const noexcept {
    static const headers none;
    return fields_ ? *fields_ : none;
}

void socket_operation::trace(const trace_context& context) {
    const auto add = [this](const char* name, const std::string& value) {
        if (!value.empty()) extensions_.emplace(name, value);
    };
    add("traceparent", context.traceparent);
    add("tracestate", context.tracestate);
}

void socket_operation::resume(unsigned max_depth) {
    if (!resume_) return;
    if (!resume_->value.empty()) {
        protocol::set_variable(variables_, resume_->variable, protocol::read_value(resume_->value, max_depth));
        numbers_ = number_texts::with(std::move(numbers_), pointer_of_path(resume_->variable), resume_->value);
    }
    if (!resume_->hook) return;
    std::optional<response> last;
    if (!resume_->last_event.empty()) last.emplace(protocol::read_result(resume_->last_event, max_depth));
    resume_->hook(variables_, last ? &*last : nullptr);
}

std::optional<response> socket_operation::grow(std::string_view step, std::size_t max_message_size,
                                               unsigned max_depth) {
    if (!growing_) growing_ = std::make_unique<protocol::incremental_result>(max_message_size, max_depth);
    if (!growing_->add(std::string(step)) || (whole_only && growing_->has_next())) return std::nullopt;
    auto result = growing_->result();
    if (!growing_->has_next()) growing_.reset();
    return result;
}

void socket_operation::delivered(std::string_view result) {
    has_result_ = true;
    if (!resume_) return;
    if (resume_->hook) resume_->last_event = result;
    if (resume_->pointer.empty()) return;
    if (const auto value = protocol::find_pointer(result, resume_->pointer)) resume_->value = *value;
}

} // namespace corogql::detail
