#include <corogql/pages.hpp>

#include "engine/page_source.hpp"

namespace corogql::detail {

std::optional<json::value> cursor_of(const sequence<page>* walk) {
    const auto* own = dynamic_cast<const engine::page_source*>(walk);
    return own ? own->cursor() : std::nullopt;
}

} // namespace corogql::detail
