#include <corogql/mapi/operation.hpp>

namespace corogql::mapi {

operation& operation::variables(const json::object& values) {
    variables_.clear();
    for (const auto& [name, value] : values) variable(name, value);
    return *this;
}

operation& operation::variable(std::string_view name, json::value value) {
    if (name.starts_with('$')) name.remove_prefix(1);
    variables_[name] = std::move(value);
    return *this;
}

} // namespace corogql::mapi
