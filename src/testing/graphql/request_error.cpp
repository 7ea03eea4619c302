#include "testing/graphql/request_error.hpp"

namespace corogql::testing {

namespace {

const char* code_of(request_error::stage at) {
    switch (at) {
    case request_error::stage::syntax: return "GRAPHQL_PARSE_FAILED";
    case request_error::stage::validation: return "GRAPHQL_VALIDATION_FAILED";
    case request_error::stage::variables: return "BAD_USER_INPUT";
    case request_error::stage::execution: break;
    }
    return "INTERNAL_SERVER_ERROR";
}

source_location to_location(const language::position& at) {
    source_location where;
    where.line = at.line;
    where.column = at.column;
    return where;
}

} // namespace

request_error::request_error(stage at, std::vector<graphql_error> errors)
    : std::runtime_error(errors.empty() ? "" : errors.front().message), at_(at), errors_(std::move(errors)) {
    for (auto& error : errors_)
        if (!error.extensions.contains("code")) error.extensions["code"] = code_of(at);
}

source_location to_location(const language::place& where) {
    return where.in ? to_location(where.in->at(where.offset)) : source_location();
}

graphql_error to_error(const language::diagnostic& what) {
    graphql_error error(what.message);
    for (const auto& where : what.where) error.locations.push_back(to_location(where.at));
    return error;
}

json::array to_array(const std::vector<graphql_error>& errors) {
    json::array list;
    for (const auto& error : errors) list.push_back(to_json(error));
    return list;
}

json::object to_result(const std::vector<graphql_error>& errors) {
    json::object result;
    result["errors"] = to_array(errors);
    return result;
}

} // namespace corogql::testing
