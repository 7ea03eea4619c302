#include "engine/http/request_form.hpp"

#include "engine/http/call_context.hpp"
#include "engine/http/compact_form.hpp"
#include "engine/http/upload_request.hpp"

#include <cassert>

namespace corogql::engine {

std::unique_ptr<request_form> make_request_form(call_context& context, const request& operation) {
    assert(wants_form(context.settings().options.http(), operation));
    const auto kind = protocol::find_operation(operation.document(), operation.operation_name());
    if (!operation.attachments().empty()) return std::make_unique<upload_request>(context, operation, kind);
    return std::make_unique<compact_form>(context.settings(), context.persisted(), operation, kind);
}

} // namespace corogql::engine
