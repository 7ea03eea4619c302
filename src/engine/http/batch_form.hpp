/// A batch sends several operations as one request: a JSON list, which is answered by a list.
#pragma once

#include "engine/http/request_form.hpp"

#include <string>

namespace corogql::engine {

class batch_form final : public request_form {
public:
    /// `list` is as protocol::to_batch() makes it, of `count` operations.
    batch_form(std::string list, std::size_t count) noexcept
        : request_form(protocol::operation_kind::unknown, true), list_(std::move(list)), count_(count) {}

    void write(outgoing_request& out) override { out.body = list_; }
    bool goes_on(unsigned, const response*) override { return false; }
    /// Returns a response whose text is the list, for protocol::split_batch().
    detail::result<response> read(detail::http_response& answer, const protocol::rate_limit& limit,
                                  const protocol::response_rules& rules, protocol::json_body*,
                                  protocol::values) const override;

private:
    const std::string list_;
    const std::size_t count_;
};

} // namespace corogql::engine
