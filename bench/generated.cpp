#include "generated.hpp"

#include "codegen/generate.hpp"

#include <stdexcept>

namespace corogql::bench {

namespace {

constexpr const char* scalars = R"(
extend scalar DateTime
  @cpp(type: "std::chrono::sys_time<std::chrono::milliseconds>", include: "<corogql/scalars/rfc3339.hpp>")
extend scalar URI @cpp(type: "std::string"))";

std::shared_ptr<const language::source> source(std::string name, std::string text) {
    return std::make_shared<const language::source>(std::move(name), std::move(text));
}

codegen::result made_of(const language_texts& texts) {
    codegen::request from;
    from.schema = source("schema.graphql", texts.schema);
    from.extensions = source("corogql.graphqls", scalars);
    for (const auto& text : texts.documents)
        from.documents.push_back(source("document" + std::to_string(from.documents.size()) + ".graphql", text));
    from.how.name_space = "github";
    from.how.lenient_schema = true; // as published it breaks rules
    auto made = codegen::generate(from);
    if (made.files.empty()) throw std::runtime_error("nothing was generated: " + to_text(made.faults.at(0)));
    return made;
}

} // namespace

generated_files generate(const language_texts& texts) {
    generated_files all;
    for (auto& [name, text] : made_of(texts).files) all.emplace_back(std::move(name), std::move(text));
    return all;
}

cost corogql_generate(const language_texts& texts) {
    const stopwatch watch;
    made_of(texts);
    return watch.elapsed(1);
}

std::string longest_header(const generated_files& all) {
    const std::pair<std::string, std::string>* longest = nullptr;
    for (const auto& one : all)
        if (one.first.starts_with("document") && one.first.ends_with(".hpp"))
            if (!longest || one.second.size() > longest->second.size()) longest = &one;
    return longest->first;
}

} // namespace corogql::bench
