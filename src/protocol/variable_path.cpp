#include "protocol/variable_path.hpp"

namespace corogql::protocol {

void set_variable(json::object& variables, std::string_view path, json::value value) {
    json::object* place = &variables;
    for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
        auto& child = (*place)[path.substr(0, dot)];
        place = child.is_object() ? &child.get_object() : &child.emplace_object();
        path.remove_prefix(dot + 1);
    }
    (*place)[path] = std::move(value);
}

} // namespace corogql::protocol
