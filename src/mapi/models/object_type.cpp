#include <corogql/mapi/object_type.hpp>

namespace corogql::mapi {

std::string_view to_string(object_type type) noexcept {
    switch (type) {
    case object_type::cluster: return "cluster";
    case object_type::deployment: return "deployment";
    case object_type::finetune: return "finetune";
    case object_type::formatted_run_event: return "formatted_run_event";
    case object_type::run: return "run";
    case object_type::run_debug_info: return "run_debug_info";
    case object_type::secret: return "secret";
    case object_type::user: return "user";
    case object_type::unknown: break;
    }
    return "unknown";
}

const std::vector<std::string_view>& display_columns(object_type type) noexcept {
    static const std::vector<std::string_view> named_provider{"Name", "Provider"};
    static const std::vector<std::string_view> workload{"Name", "Status", "Created At", "Cluster"};
    static const std::vector<std::string_view> tuning{"Name", "Status", "Created At"};
    static const std::vector<std::string_view> event{"Type", "Time", "Message"};
    static const std::vector<std::string_view> debug{"Run ID"};
    static const std::vector<std::string_view> secret{"Name", "Type", "Created At"};
    static const std::vector<std::string_view> user{"Email", "Name"};
    static const std::vector<std::string_view> none;
    switch (type) {
    case object_type::cluster: return named_provider;
    case object_type::deployment:
    case object_type::run: return workload;
    case object_type::finetune: return tuning;
    case object_type::formatted_run_event: return event;
    case object_type::run_debug_info: return debug;
    case object_type::secret: return secret;
    case object_type::user: return user;
    case object_type::unknown: break;
    }
    return none;
}

} // namespace corogql::mapi
