#include "cli/schema/faults.hpp"
#include "cli/schema/read.hpp"
#include "cli/verbs.hpp"
#include "language/validation/validate.hpp"
#include "values/text/error_of.hpp"

#include <algorithm>
#include <map>

namespace corogql::cli {

namespace {

/// An operation without a name must be alone in its request, which is of one file. Names are to tell the operations of
/// all files apart.
bool is_alone_in_file(const language::diagnostic& one, const std::map<std::string, std::size_t>& operations) {
    return one.rule == "LoneAnonymousOperation" && operations.at(one.where.front().file) == 1;
}

/// Returns what is wrong in the documents of all files together; where one cannot be parsed, nothing else.
std::vector<language::diagnostic> faults_of(const language::schema& schema, const std::vector<std::string>& files) {
    language::document all;
    std::vector<language::diagnostic> faults;
    for (const auto& path : files) {
        try {
            all.append(parse_document_file(path));
        } catch (const language::syntax_error& mistake) {
            faults.push_back(mistake.what_is_wrong());
        }
    }
    if (!faults.empty()) return faults;
    faults = language::validate(schema, all, language::validate_options::of_project());
    std::map<std::string, std::size_t> operations;
    for (const auto& one : all.operations) ++operations[one.where.in->name()];
    std::erase_if(faults, [&](const auto& one) { return is_alone_in_file(one, operations); });
    return faults;
}

} // namespace

int check(const check_arguments& arguments) {
    auto files = arguments.schema_files;
    files.insert(files.end(), arguments.documents.begin(), arguments.documents.end());
    check_stdin(files);
    auto checked = check_schema_files(arguments.schema_files, arguments.lenient_schema);
    if (checked.schema && std::none_of(checked.faults.begin(), checked.faults.end(), is_error)) {
        auto faults = faults_of(*checked.schema, arguments.documents);
        checked.faults.insert(checked.faults.end(), faults.begin(), faults.end());
    }
    detail::with_errors([&] { tell_faults(std::move(checked.faults), arguments.report); });
    return 0;
}

} // namespace corogql::cli
