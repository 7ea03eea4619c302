#include <corogql/observer.hpp>

namespace corogql {

std::string_view to_string(operation_type type) noexcept {
    switch (type) {
    case operation_type::query: return "query";
    case operation_type::mutation: return "mutation";
    case operation_type::subscription: return "subscription";
    case operation_type::unknown: break;
    }
    return {};
}

} // namespace corogql
