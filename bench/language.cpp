#include "language.hpp"

#include "language/schema/check.hpp"
#include "language/syntax/parse.hpp"
#include "language/validation/validate.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace corogql::bench {

namespace {

const std::filesystem::path here = COROGQL_BENCH_SOURCE;
const auto interop = here / ".." / "test" / "interop";
const auto github_schema = interop / "node_modules" / "@octokit" / "graphql-schema" / "schema.graphql";

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return std::move(text).str();
}

void expect_none(const std::vector<language::diagnostic>& problems) {
    for (const auto& each : problems)
        if (each.level == language::diagnostic::severity::error) throw std::runtime_error(to_text(each));
}

language::document parsed(const char* name, const std::string& text) {
    return language::parse(std::make_shared<const language::source>(name, text));
}

} // namespace

bool has_graphql_js() {
    return std::filesystem::exists(github_schema) && std::system("command -v node >/dev/null 2>&1") == 0;
}

language_texts read_language_texts() {
    language_texts texts;
    texts.schema = text_of(github_schema);
    std::istringstream all(text_of(here / "documents.graphql"));
    for (std::string line; std::getline(all, line);) {
        if (line.starts_with("# ") || texts.documents.empty()) texts.documents.emplace_back();
        texts.documents.back() += line + '\n';
    }
    if (texts.documents.size() != 20) throw std::runtime_error("documents.graphql holds other than twenty");
    return texts;
}

cost corogql_language(const language_texts& texts) {
    const stopwatch watch;
    const language::schema schema(parsed("schema.graphql", texts.schema));
    language::check_options as_published; // it breaks rules: two of its fields are there twice
    as_published.lenient = true;
    expect_none(language::check(schema, as_published));
    for (const auto& text : texts.documents) expect_none(language::validate(schema, parsed("document", text)));
    return watch.elapsed(1);
}

cost graphql_js_language() {
    const auto command = "node '" + (here / "language.mjs").string() + "' '" + interop.string() + "'";
    std::FILE* output = ::popen(command.c_str(), "r");
    cost result;
    const bool read = output && std::fscanf(output, "%lf", &result.cpu_us) == 1;
    if (output) ::pclose(output);
    if (!read) throw std::runtime_error("failed: " + command);
    return result;
}

} // namespace corogql::bench
