/// What a subscription yields.
#pragma once

#include <corogql/response.hpp>

#include <chrono>
#include <memory>

namespace corogql {

/// The stream was interrupted and goes on. Between the two, events may have been missed unless `resumed`.
struct reconnect_notice {
    std::chrono::nanoseconds down{0}; ///< from the loss of the link to the re-subscription
    unsigned attempts = 0;            ///< connections it took, the successful one included
    bool resumed = false;             ///< a resume hook chose where to go on; otherwise the stream started anew
};

/// One execution result of the stream, or, where subscribe_options::notices() is set, a notice without a result.
class event : public response {
public:
    event() = default;
    explicit event(response result) noexcept : response(std::move(result)) {}
    explicit event(const reconnect_notice& notice) : notice_(std::make_unique<reconnect_notice>(notice)) {}

    /// Null for results.
    const reconnect_notice* notice() const noexcept { return notice_.get(); }

private:
    std::unique_ptr<reconnect_notice> notice_;
};

} // namespace corogql
