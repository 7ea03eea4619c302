#include "cli/schema/faults.hpp"

#include "cli/output/output.hpp"
#include "cli/output/report.hpp"
#include "cli/output/visible_text.hpp"
#include "cli/schema/locations.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace corogql::cli {

namespace {

std::string json_line(const language::diagnostic& what) {
    return json::serialize(json::object{{"severity", is_error(what) ? "error" : "warning"},
                                        {"message", what.message},
                                        {"rule", what.rule.empty() ? json::value(nullptr) : json::value(what.rule)},
                                        {"locations", locations_json(what.where)}});
}

} // namespace

bool is_error(const language::diagnostic& one) { return one.level == language::diagnostic::severity::error; }

int tell_faults(std::vector<language::diagnostic> faults, const report_options& how, bool on_stderr) {
    language::sort_by_place(faults);
    std::string lines;
    for (const auto& one : faults) {
        const auto line = how.json ? json_line(one) : to_text(one);
        if (on_stderr)
            tell(line);
        else
            lines += visible_text(line) + '\n';
    }
    write_out(lines);
    const auto errors = std::count_if(faults.begin(), faults.end(), is_error);
    if (errors == 0) return 0;
    return report(error(error_kind::graphql, std::to_string(errors) + (errors == 1 ? " error" : " errors")), how);
}

} // namespace corogql::cli
