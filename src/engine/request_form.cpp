#include "engine/request_form.hpp"

#include "engine/compact_form.hpp"
#include "engine/engine.hpp"
#include "engine/upload_request.hpp"

#include <cassert>

namespace corogql::detail {

std::unique_ptr<request_form> make_request_form(engine& engine, const request& operation) {
    assert(wants_form(engine.settings().options.http(), operation));
    const auto kind = protocol::find_operation(operation.document(), operation.operation_name());
    if (!operation.attachments().empty()) return std::make_unique<upload_request>(engine, operation, kind);
    return std::make_unique<compact_form>(engine.settings(), engine.persisted(), operation, kind);
}

} // namespace corogql::detail
