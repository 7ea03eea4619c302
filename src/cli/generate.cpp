#include "cli/generate.hpp"

#include "cli/options/input.hpp"
#include "cli/options/option_helpers.hpp"
#include "cli/output/answer_file.hpp"
#include "cli/output/output.hpp"
#include "cli/output/report.hpp"
#include "cli/schema/faults.hpp"
#include "codegen/generate.hpp"
#include "codegen/names.hpp"

#include <filesystem>
#include <fstream>

namespace corogql::cli {

namespace {

constexpr const char* generate_examples = R"(
Examples:
  corogql generate --schema schema.graphql --namespace api --out generated runs.graphql logs.graphql
  corogql generate --schema schema.graphql --namespace api --out generated corogql.graphqls *.graphql
  corogql generate --list --schema schema.graphql --out generated runs.graphql

Of each document come NAME.hpp and NAME.cpp, of the schema schema_types.hpp and schema_types.cpp. A file that would not
change is not touched. A file that ends with .graphqls extends the schema with what the generator is to know (@cpp).)";

/// The files of one run, sorted out.
struct named_files {
    std::string schema, extensions;
    std::vector<std::string> documents;
};

named_files sorted_out(const generate_arguments& arguments) {
    named_files names;
    names.schema = arguments.schema;
    for (const auto& one : arguments.files) {
        if (names.schema.empty())
            names.schema = one;
        else if (!one.ends_with(".graphqls"))
            names.documents.push_back(one);
        else if (names.extensions.empty())
            names.extensions = one;
        else
            throw error(error_kind::usage,
                        "only one file of extensions can be given, not " + names.extensions + " and " + one);
    }
    if (names.documents.empty()) throw error(error_kind::usage, "there is no document to generate code of");
    return names;
}

std::shared_ptr<const language::source> source_of(const std::string& name) {
    if (name.empty()) return nullptr;
    return std::make_shared<const language::source>(name, read_text_file(name));
}

/// Returns the text of a file that may not be there.
std::string text_before(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Writes a file whose text has changed. Returns whether it had.
bool write_changed(const std::filesystem::path& path, const std::string& text, bool only_look) {
    if (std::filesystem::exists(path) && text_before(path) == text) return false;
    if (only_look) return true;
    std::error_code failure;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), failure);
    if (failure)
        throw error(error_kind::config,
                    "cannot make the folder " + path.parent_path().string() + ": " + failure.message());
    answer_file file(path.string());
    file.write(text);
    file.commit();
    return true;
}

} // namespace

CLI::App* add_generate(CLI::App& app, generate_arguments& to) {
    auto* verb = app.add_subcommand("generate", "Make C++ types of a schema and documents");
    add(*verb, "--schema", to.schema, "File of the schema; without it the first of the files is the schema")
        ->type_name("FILE");
    add(*verb, "--namespace", to.name_space, "The namespace of what is made, such as a::b")->capture_default_str();
    add(*verb, "--out", to.folder, "The folder to write to")->type_name("FOLDER");
    add(*verb, "--manifest", to.manifest,
        "Write the list of all documents with their hashes, for servers that run no others")
        ->type_name("FILE");
    add(*verb, "--casing", to.casing, "as-is, or snake for members and setters in snake case")
        ->check(CLI::IsMember({"as-is", "snake"}))
        ->capture_default_str();
    verb->add_flag("--lenient-schema", to.lenient_schema, "Take schemas that break rules, as real ones do");
    verb->add_flag("--list", to.list, "Print which files would be made, and make none");
    verb->add_flag("--check", to.check, "Write nothing; fail where a file would change");
    verb->add_flag("--directives", to.directives, "Print the definitions of the generator's directives, for editors");
    verb->add_option("FILE", to.files, "Documents, and a file of extensions (.graphqls)");
    add_common(*verb, to, "As of every verb; generating waits for nothing");
    verb->footer(generate_examples);
    return verb;
}

int generate(const generate_arguments& arguments) {
    if (arguments.directives) return write_out(std::string(codegen::directives())), 0;
    const auto names = sorted_out(arguments);
    const std::filesystem::path folder = arguments.folder.empty() ? "." : arguments.folder;
    if (arguments.list) {
        std::string lines;
        for (const auto& one : codegen::file_names(names.documents)) lines += (folder / one).string() + '\n';
        return write_out(lines), 0;
    }
    if (arguments.folder.empty()) throw error(error_kind::usage, "say with --out which folder to write to");
    if (!codegen::is_namespace(arguments.name_space))
        throw error(error_kind::usage, "no namespace of C++: " + arguments.name_space);
    codegen::request request;
    request.schema = source_of(names.schema);
    request.extensions = source_of(names.extensions);
    for (const auto& one : names.documents) request.documents.push_back(source_of(one));
    request.how.name_space = arguments.name_space;
    request.how.how = arguments.casing == "snake" ? codegen::casing::snake : codegen::casing::as_is;
    request.how.lenient_schema = arguments.lenient_schema;
    auto made = codegen::generate(request);
    if (const int status = tell_faults(std::move(made.faults), arguments.report, true); status != 0) return status;
    if (!arguments.manifest.empty()) made.files.push_back({arguments.manifest, made.manifest});
    std::string changed;
    for (const auto& one : made.files) {
        const auto path = one.name == arguments.manifest ? std::filesystem::path(one.name) : folder / one.name;
        if (write_changed(path, one.text, arguments.check)) changed += (changed.empty() ? "" : ", ") + path.string();
    }
    if (!arguments.check || changed.empty()) return 0;
    return report(error(error_kind::graphql, "not up to date: " + changed), arguments.report);
}

} // namespace corogql::cli
