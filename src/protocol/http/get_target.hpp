/// A request travels as parameters of a URL, for GET (GraphQL over HTTP, section "GET"). Mutations must not travel so.
#pragma once

#include "protocol/graphql/operation.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace corogql::protocol {

class get_target {
public:
    /// Prepares the parameters. `target` is the path and query of the endpoint, whose parameters stay; `target` and the
    /// parts must outlive this object. Throws what to_payload() throws.
    get_target(std::string_view target, const payload_parts& parts);

    /// Returns how long the text is, without making it; one more where the target ends with a separator already.
    std::size_t size() const noexcept;
    std::string text() const;

private:
    template <class OnParameter>
    void each(OnParameter&& on_parameter) const;

    std::string_view target_;
    const payload_parts& parts_;
    std::string variables_, extensions_; ///< The variables and extensions as JSON.
};

} // namespace corogql::protocol
