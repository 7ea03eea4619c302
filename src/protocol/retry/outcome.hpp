/// An outcome is what one attempt of a query or mutation came to.
#pragma once

#include "protocol/retry/failure_class.hpp"
#include "values/result.hpp"

#include <corogql/response.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace corogql::protocol {

struct outcome {
    outcome(response answer) noexcept : came(std::move(answer)) {}
    outcome(error why) noexcept : severity(classify(why)), retry_after(why.retry_after()), came(std::move(why)) {}
    /// Makes the outcome of a failure that would come the same again, whatever it looks like.
    static outcome final(error why) {
        outcome result(std::move(why));
        result.severity = failure_class::final;
        result.retry_after.reset();
        return result;
    }

    const response* answer() const noexcept { return came ? &*came : nullptr; }
    const error* failure() const noexcept { return came ? nullptr : &came.error(); }
    /// Returns the HTTP status; 0 where the server has not answered at all. With kind `connect` it is a proxy that has
    /// answered.
    unsigned http_status() const noexcept {
        return came ? came->http_status() : came.error().http_status().value_or(0);
    }
    /// Returns whether there is nothing to decide about.
    bool good() const noexcept { return came && severity == failure_class::final && came->errors().empty(); }
    bool possibly_executed() const noexcept {
        return came ? severity != failure_class::refused && !refused_credentials : came.error().possibly_executed();
    }

    failure_class severity = failure_class::final;
    std::optional<std::chrono::seconds> retry_after;
    std::optional<std::string> redirect; ///< The target within the same origin to send the request to instead.
    bool moved = false;                  ///< The redirect is for good.
    bool refused_credentials = false;
    bool not_acceptable = false; ///< The server executed nothing, and may know application/json alone.
    bool other_form = false;     ///< The server executed nothing, and wants the request in another form.
    bool used_before = false;    ///< The connection had served other requests: the server may have closed it meanwhile.
    bool alone_may_do = false;   ///< The operation has run in a batch whose answer was too large; alone it may do.
    detail::result<response> came;
};

} // namespace corogql::protocol
