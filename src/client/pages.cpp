#include <corogql/pages.hpp>

#include "engine/page_source.hpp"

namespace corogql {

std::optional<json::value> pages::cursor() const {
    // Null as well for what was assigned to it by way of its base.
    const auto* source = dynamic_cast<const engine::page_source*>(from().get());
    return source ? source->cursor() : std::nullopt;
}

} // namespace corogql
