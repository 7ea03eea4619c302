#include "cli/options/report_options.hpp"

#include <string_view>

namespace corogql::cli {

report_options find_report_options(int argc, char** argv) {
    report_options report;
    constexpr std::string_view name = "--error-format";
    for (int i = 1; i < argc; ++i) {
        std::string_view argument = argv[i];
        if (!argument.starts_with(name)) continue;
        argument.remove_prefix(name.size());
        const std::string_view value = argument.starts_with('=') ? argument.substr(1) : i + 1 < argc ? argv[i + 1] : "";
        if (value == "json" || value == "text") report.json = value == "json";
    }
    return report;
}

} // namespace corogql::cli
