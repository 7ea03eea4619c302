#include "cli/generate/run.hpp"

#include "cli/output/answer_file.hpp"
#include "cli/output/lines.hpp"
#include "cli/schema/faults.hpp"
#include "codegen/generate.hpp"
#include "codegen/names.hpp"
#include "values/text/plain_failure.hpp"
#include "values/text/plain_text_file.hpp"

#include <filesystem>
#include <fstream>

namespace corogql::cli {

namespace {

using detail::plain_failure;

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
            throw plain_failure(plain_failure::of::usage,
                                "only one file of extensions can be given, not " + names.extensions + " and " + one);
    }
    if (names.documents.empty())
        throw plain_failure(plain_failure::of::usage, "there is no document to generate code of");
    return names;
}

std::shared_ptr<const language::source> source_of(const std::string& name) {
    if (name.empty()) return nullptr;
    return std::make_shared<const language::source>(name, detail::read_plain_text_file(name));
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
        throw plain_failure(plain_failure::of::config,
                            "cannot make the folder " + path.parent_path().string() + ": " + failure.message());
    answer_file file(path.string());
    file.write(text);
    file.commit();
    return true;
}

} // namespace

void run_generator(const generate_arguments& arguments) {
    if (arguments.directives) {
        print(codegen::directives());
        return;
    }
    const auto names = sorted_out(arguments);
    const std::filesystem::path folder = arguments.folder.empty() ? "." : arguments.folder;
    if (arguments.list) {
        std::string lines;
        for (const auto& one : codegen::file_names(names.documents)) lines += (folder / one).string() + '\n';
        print(lines);
        return;
    }
    if (arguments.folder.empty())
        throw plain_failure(plain_failure::of::usage, "say with --out which folder to write to");
    if (!codegen::is_namespace(arguments.name_space))
        throw plain_failure(plain_failure::of::usage, "no namespace of C++: " + arguments.name_space);
    codegen::request request;
    request.schema = source_of(names.schema);
    request.extensions = source_of(names.extensions);
    for (const auto& one : names.documents) request.documents.push_back(source_of(one));
    request.how.name_space = arguments.name_space;
    request.how.how = arguments.casing == "snake" ? codegen::casing::snake : codegen::casing::as_is;
    request.how.lenient_schema = arguments.lenient_schema;
    request.how.string_views = arguments.strings == "view";
    request.how.error_on_deprecated = arguments.error_on_deprecated;
    auto made = codegen::generate(request);
    tell_faults(std::move(made.faults), arguments.report, true);
    if (!arguments.manifest.empty()) made.files.push_back({arguments.manifest, made.manifest});
    std::string changed;
    for (const auto& one : made.files) {
        const auto path = one.name == arguments.manifest ? std::filesystem::path(one.name) : folder / one.name;
        if (write_changed(path, one.text, arguments.check)) changed += (changed.empty() ? "" : ", ") + path.string();
    }
    if (arguments.check && !changed.empty())
        throw plain_failure(plain_failure::of::graphql, "not up to date: " + changed);
}

} // namespace corogql::cli
