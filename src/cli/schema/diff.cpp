#include "cli/schema/diff.hpp"

#include "cli/options/option_helpers.hpp"
#include "cli/output/output.hpp"
#include "cli/output/report.hpp"
#include "cli/output/visible_text.hpp"
#include "cli/schema/locations.hpp"
#include "cli/schema/read.hpp"
#include "language/comparison/touched.hpp"
#include "language/validation/validate.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace corogql::cli {

namespace {

constexpr const char* diff_examples = R"(
Examples:
  corogql schema diff old.graphql new.graphql
  corogql schema diff old.json new.graphql --used-by queries/*.graphql
  corogql schema https://api.example/graphql | corogql schema diff schema.graphql -

Each change is a line: where it is, whether it is breaking, dangerous or safe, and its schema coordinate. The exit
status is 1 when a change is breaking, else 0. With --error-format json each change is an object.)";

std::string json_line(const language::change& one) {
    return json::serialize(
        json::object{{"impact", language::text_of(one.hurts)},
                     {"message", one.message},
                     {"coordinate", one.coordinate.empty() ? json::value(nullptr) : json::value(one.coordinate)},
                     {"locations", locations_json(one.where)}});
}

/// What does not fit the old schema cannot be hurt by the new one, and is hardly what was meant.
void warn_of_misfits(const language::schema& before, const language::document& document) {
    auto quietly = language::validate_options::of_project();
    quietly.deprecated = false;
    // A file of fragments alone is no mistake.
    const auto misfit = [](const language::diagnostic& one) {
        return one.rule != "NoUnusedFragments" && one.rule != "KnownFragmentNames" && !one.where.empty();
    };
    const auto faults = language::validate(before, document, quietly);
    if (const auto one = std::find_if(faults.begin(), faults.end(), misfit); one != faults.end())
        tell("warning: a document does not fit the old schema: " + to_text(*one));
}

} // namespace

CLI::App* add_schema_diff(CLI::App& schema, schema_diff_arguments& to) {
    auto* verb = schema.add_subcommand("diff", "What changed between two versions of a schema, and whom it hurts");
    verb->add_option("OLD", to.before, "File of the old schema: definitions, or the JSON of an introspection")
        ->required();
    verb->add_option("NEW", to.after, "File of the new one; - is stdin, for one of all files")->required();
    verb->add_option("--used-by", to.documents, "Tell only of changes that can reach these documents")
        ->type_name("DOCUMENT...")
        ->take_all();
    add_common(*verb, to, "As of every verb; comparing waits for nothing");
    verb->footer(diff_examples);
    return verb;
}

int schema_diff(const schema_diff_arguments& arguments) {
    auto files = arguments.documents;
    files.insert(files.end(), {arguments.before, arguments.after});
    check_stdin(files);
    const auto before = read_schema_file(arguments.before), after = read_schema_file(arguments.after);
    auto changes = language::compare(before, after);
    if (!arguments.documents.empty()) {
        std::unordered_set<std::string> used;
        for (const auto& name : arguments.documents) {
            const auto document = read_document_file(name);
            warn_of_misfits(before, document);
            used.merge(language::touched(before, document));
        }
        language::keep_touched(changes, used);
    }
    std::string lines;
    for (const auto& one : changes) lines += visible_text(arguments.report.json ? json_line(one) : to_text(one)) + '\n';
    write_out(lines);
    const auto breaking = std::count_if(changes.begin(), changes.end(), [](const language::change& one) {
        return one.hurts == language::change::impact::breaking;
    });
    if (breaking == 0) return 0;
    const auto words = std::to_string(breaking) + (breaking == 1 ? " breaking change" : " breaking changes");
    return report(error(error_kind::graphql, words), arguments.report);
}

} // namespace corogql::cli
