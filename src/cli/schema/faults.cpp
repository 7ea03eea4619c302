#include "cli/schema/faults.hpp"

#include "cli/output/lines.hpp"
#include "cli/output/visible_text.hpp"
#include "language/syntax/string_value.hpp"
#include "values/text/plain_failure.hpp"

#include <algorithm>

namespace corogql::cli {

namespace {

std::string json_line(const language::diagnostic& what) {
    using language::print_string; // strings of GraphQL, as it writes them, are strings of JSON
    std::string places;
    for (const auto& [file, at] : what.where)
        places += (places.empty() ? "" : ",") + ("{\"file\":" + print_string(file)) +
                  ",\"line\":" + std::to_string(at.line) + ",\"column\":" + std::to_string(at.column) + '}';
    return std::string("{\"severity\":\"") + (is_error(what) ? "error" : "warning") +
           "\",\"message\":" + print_string(what.message) +
           ",\"rule\":" + (what.rule.empty() ? "null" : print_string(what.rule)) + ",\"locations\":[" + places + "]}";
}

} // namespace

bool is_error(const language::diagnostic& one) { return one.level == language::diagnostic::severity::error; }

void tell_faults(std::vector<language::diagnostic> faults, const report_options& how, bool on_stderr) {
    language::sort_by_place(faults);
    std::string lines;
    for (const auto& one : faults) {
        const auto line = how.json ? json_line(one) : to_text(one);
        if (on_stderr)
            tell(line);
        else
            lines += visible_text(line) + '\n';
    }
    print(lines);
    const auto errors = std::count_if(faults.begin(), faults.end(), is_error);
    if (errors == 0) return;
    throw detail::plain_failure(detail::plain_failure::of::graphql,
                                std::to_string(errors) + (errors == 1 ? " error" : " errors"));
}

} // namespace corogql::cli
