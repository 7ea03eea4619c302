/// Two schemas are compared in their texts.
#pragma once

#include "language/comparison/touched.hpp"
#include "language/syntax/parse.hpp"

namespace corogql::test {

inline language::schema schema_of(std::string text, std::string file = "schema.graphql") {
    return language::schema(
        language::parse(std::make_shared<const language::source>(std::move(file), std::move(text))));
}

/// Returns the lines of all changes, without their places.
inline std::vector<std::string> changes_between(const std::string& before, const std::string& after) {
    std::vector<std::string> lines;
    for (auto& one : language::compare(schema_of(before), schema_of(after))) {
        one.where.clear();
        lines.push_back(to_text(one));
    }
    return lines;
}

using change_lines = std::vector<std::string>;

} // namespace corogql::test
