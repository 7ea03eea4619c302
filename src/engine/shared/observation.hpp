/// One operation under the eyes of a user's observer, from its begin to its one end.
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
#include <utility>

namespace corogql::engine {

class observation {
public:
    struct subject {
        std::string_view document, name;
        protocol::operation_kind kind;
        std::optional<subscription_transport> transport; ///< Nothing: a plain HTTP request.
    };

    /// Null where nobody looks on. Throws kind `callback`.
    static std::unique_ptr<observation> begin(std::shared_ptr<const settings> settings,
                                              std::shared_ptr<transport::runtime> runtime, const subject& what);
    /// Whoever ends without a word was given up.
    ~observation() { left({0, 0}); }
    observation(const observation&) = delete;
    observation& operator=(const observation&) = delete;

    /// What a subscription came to so far.
    struct progress {
        std::uint64_t events;
        unsigned sent;
    };
    /// All tell the observer. These give what the operation ends with: its failure, or what the observer throws; null:
    /// well.
    std::exception_ptr end(const response& answer);
    std::exception_ptr end(std::exception_ptr failure) { return end(std::move(failure), {0, 0}); }
    std::exception_ptr end(std::exception_ptr failure, const progress& at);
    /// Nobody waits for it any more.
    void left(const progress& at);

private:
    observation(std::shared_ptr<const settings> settings, std::shared_ptr<transport::runtime> runtime,
                std::unique_ptr<operation_observer> observer);
    std::exception_ptr tell(operation_end& how);

    const std::shared_ptr<const settings> settings_;
    const std::shared_ptr<transport::runtime> runtime_;
    const transport::runtime::time_point began_;
    std::unique_ptr<operation_observer> observer_; ///< Null once it has been told.
};

} // namespace corogql::engine
