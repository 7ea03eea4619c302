#include "codegen/manifest.hpp"

#include "language/syntax/string_value.hpp"

namespace corogql::codegen {

std::string manifest(const model& of) {
    std::string text = "{\n  \"format\": \"apollo-persisted-query-manifest\",\n  \"version\": 1,\n  \"operations\": [";
    for (const auto& one : of.operations) {
        text += &one == &of.operations.front() ? "\n" : ",\n";
        text += "    {\"id\": \"" + one.hash + "\", \"name\": \"" + one.graphql_name + "\", \"type\": \"" + one.action +
                "\", \"body\": " + language::print_string(one.document) + "}";
    }
    return text + "\n  ]\n}\n";
}

} // namespace corogql::codegen
