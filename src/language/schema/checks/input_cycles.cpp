#include "language/schema/checks/checks.hpp"

namespace corogql::language {

void input_cycles::enter(const type_definition& input) {
    path_index_[&input] = path_.size();
    steps_.push_back({&input, 0});
}

void input_cycles::leave() {
    path_index_[steps_.back().type] = std::nullopt;
    steps_.pop_back();
    if (!path_.empty()) path_.pop_back();
}

void input_cycles::check(const type_definition& input) {
    if (path_index_.contains(&input)) return;
    enter(input);
    while (!steps_.empty()) {
        auto& here = steps_.back();
        if (here.next_field == here.type->inputs.size() || found_.full()) {
            leave();
            continue;
        }
        const auto& field = here.type->inputs[here.next_field++];
        if (!field.type.non_null() || field.type.is_list()) continue;
        const auto* type = schema_.find(field.type);
        if (!type || type->kind != type_kind::input) continue;
        const auto visited = path_index_.find(type);
        path_.push_back(&field);
        if (visited == path_index_.end()) {
            enter(*type);
            continue;
        }
        if (visited->second) {
            std::string path;
            std::vector<place> where;
            for (auto i = *visited->second; i < path_.size(); ++i) {
                if (!path.empty()) path += '.';
                path += path_[i]->name.text;
                where.push_back(path_[i]->where);
            }
            found_.add(fault::tolerable, "",
                       "Cannot reference Input Object \"" + std::string(type->name.text) +
                           "\" within itself through a series of non-null fields: \"" + path + "\".",
                       where);
        }
        path_.pop_back();
    }
}

} // namespace corogql::language
