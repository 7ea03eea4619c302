// Executes requests as the built-in server does. The first line of stdin is the root value, each other one a request;
// each answer is a line on stdout.
#include "testing/graphql/executor.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

namespace {

using namespace corogql::testing;

json::object answer(const graphql_executor& api, const json::object& asked) {
    graphql_request request;
    request.query = asked.at("query").as_string();
    if (const auto* name = asked.if_contains("operationName")) request.operation_name = name->as_string();
    if (const auto* variables = asked.if_contains("variables")) request.variables = variables->as_object();
    try {
        return api.execute(api.prepare(request));
    } catch (const request_error& problem) {
        return to_result(problem.errors());
    }
}

} // namespace

int main(int, char** argv) {
    std::string line;
    std::getline(std::cin, line);
    const auto root = json::parse(line).as_object();
    auto served = served_schema::from_file(argv[1]);
    for (const auto& type : {"Query", "Mutation"})
        for (const auto& [field, value] : root.at(type).as_object())
            served.value(std::string(type) + '.' + std::string(field), value);
    for (const auto* field : {"Query.takes", "Query.needs"})
        served.resolve(field,
                       [](const json::object&, const json::object& arguments) -> json::value { return arguments; });
    const graphql_executor api(std::move(served));
    while (std::getline(std::cin, line)) std::cout << answer(api, json::parse(line).as_object()) << '\n';
}
