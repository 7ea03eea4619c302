/// A request_form says how operations travel over HTTP when it is not one by one, as a plain POST of JSON text.
#pragma once

#include "engine/http/request.hpp"
#include "protocol/graphql/operation.hpp"
#include "protocol/http/response.hpp"

#include <corogql/request.hpp>

#include <memory>

namespace corogql::engine {

class call_context;

class request_form {
public:
    explicit request_form(protocol::operation_kind kind, bool batch = false) noexcept : kind_(kind), batch_(batch) {}
    virtual ~request_form() = default;

    /// Returns the kind of the operation, which decides about repetition.
    protocol::operation_kind kind() const noexcept { return kind_; }
    /// Says whether the form has several operations, answered by a list. A batch is sent once: after a failure each of
    /// the operations goes its own way.
    bool batch() const noexcept { return batch_; }

    /// Makes what is sent, before the first attempt and when goes_on() says so.
    virtual void write(outgoing_request& out) = 0;

    /// Says whether an answer only means that another form is wanted. The server has executed nothing then. `answer` is
    /// the GraphQL response, or null if there is none.
    virtual bool goes_on(unsigned status, const response* answer) = 0;

    /// Takes the body out of the answer and makes a response of it; see protocol::read_response(). `begun` is null for
    /// a batch.
    virtual detail::result<response> read(detail::http_response& answer, const protocol::rate_limit& limit,
                                          const protocol::response_rules& rules, protocol::json_body* begun,
                                          protocol::values made) const {
        return protocol::read_response(answer, limit, rules, begun, made);
    }

private:
    const protocol::operation_kind kind_;
    const bool batch_;
};

/// Says whether the operation is no plain POST.
inline bool wants_form(const http_options& options, const request& operation) noexcept {
    return options.get_for_queries() || options.persisted_queries() || !operation.attachments().empty();
}

/// Makes the form of an operation for which wants_form() holds. The operation and the context must outlive the form.
std::unique_ptr<request_form> make_request_form(call_context& context, const request& operation);

} // namespace corogql::engine
