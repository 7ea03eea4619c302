/// An observation keeps one operation under the eyes of a user's observer, from its begin to its one end.
#pragma once

#include "engine/shared/settings.hpp"
#include "protocol/graphql/operation.hpp"
#include "transport/runtime.hpp"

#include <corogql/observer.hpp>
#include <corogql/subscription_transport.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>

namespace corogql::engine {

class observation {
public:
    struct subject {
        std::string_view document, name;
        protocol::operation_kind kind = protocol::operation_kind::unknown;
        std::optional<subscription_transport> transport = std::nullopt; ///< Nothing for a plain HTTP request.
    };

    /// Tells the observe function of an operation that begins. Returns null if nobody looks on. Throws kind `callback`.
    static std::unique_ptr<observation> begin(std::shared_ptr<const settings> settings,
                                              std::shared_ptr<transport::runtime> runtime, const subject& what);
    /// Tells the observer that the operation was given up, unless its end was told before.
    ~observation() { left({0, 0}); }
    observation(const observation&) = delete;
    observation& operator=(const observation&) = delete;

    /// The progress is what a subscription came to so far.
    struct progress {
        std::uint64_t events;
        unsigned sent;
    };
    /// Tells the observer of an answer. Returns what the observer threw, with which the operation ends then; null if it
    /// ends well.
    std::exception_ptr end(const response& answer);
    /// Tells the observer of a failure. Returns what the operation ends with: that failure, or what the observer threw.
    std::exception_ptr end(std::exception_ptr failure);
    /// Tells the observer of the end of a subscription that came to `at`; a null `failure` is a good end. Returns what
    /// the subscription ends with: its failure, or what the observer threw; null if it ends well.
    std::exception_ptr end(std::exception_ptr failure, const progress& at);
    /// Tells the observer that nobody waits for the operation any more.
    void left(const progress& at);

private:
    observation(std::shared_ptr<const settings> settings, std::shared_ptr<transport::runtime> runtime,
                std::unique_ptr<operation_observer> observer);
    std::exception_ptr tell(operation_end& how, std::exception_ptr failure, const error& known);
    /// Returns what the observer threw, with the facts that the operation's own end would have.
    std::exception_ptr tell(operation_end& how, error_phase phase, bool possibly_executed);

    const std::shared_ptr<const settings> settings_;
    const std::shared_ptr<transport::runtime> runtime_;
    const transport::runtime::time_point began_;
    std::unique_ptr<operation_observer> observer_; ///< Null once the observer has been told of the end.
};

} // namespace corogql::engine
