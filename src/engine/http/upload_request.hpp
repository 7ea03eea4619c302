/// An operation with files is sent as a multipart form, whose files are read while they are sent.
#pragma once

#include "engine/http/request_form.hpp"

namespace corogql::engine {

class upload_request final : public request_form {
public:
    /// The context and the operation must outlive the request.
    upload_request(call_context& context, const request& operation, protocol::operation_kind kind) noexcept
        : request_form(kind), context_(context), operation_(operation) {}

    void write(outgoing_request& out) override;
    bool goes_on(unsigned, const response*) override { return false; }

private:
    call_context& context_;
    const request& operation_;
};

} // namespace corogql::engine
