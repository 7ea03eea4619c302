#include "cli/mapi/choice.hpp"

#include <fnmatch.h>

namespace corogql::cli {

bool is_pattern(const std::string& name) { return name.find_first_of("*?[") != std::string::npos; }

bool has_pattern(const mapi_filter& filter) {
    return std::any_of(filter.names.begin(), filter.names.end(), is_pattern);
}

bool fits_names(const mapi_filter& filter, const std::string& name) {
    return filter.names.empty() || std::any_of(filter.names.begin(), filter.names.end(), [&](const auto& wanted) {
               return ::fnmatch(wanted.c_str(), name.c_str(), 0) == 0;
           });
}

bool has_conditions(const mapi_filter& filter) {
    return !filter.statuses.empty() || !filter.clusters.empty() || !filter.gpu_types.empty() ||
           !filter.gpu_nums.empty() || !filter.users.empty() || !filter.types.empty() || !filter.before.empty() ||
           !filter.after.empty() || filter.latest;
}

void require_choice(const mapi_filter& filter, const char* kind) {
    if (filter.names.empty() && !has_conditions(filter) && !filter.all)
        throw error(error_kind::usage, std::string("say which ") + kind + ": by name, by filter, or --all");
}

} // namespace corogql::cli
