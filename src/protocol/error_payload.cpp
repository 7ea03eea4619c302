#include "protocol/error_payload.hpp"

#include "values/error_summary.hpp"
#include "values/json_builder.hpp"

namespace corogql::protocol {

namespace {

graphql_error read_entry(std::string_view entry, unsigned max_depth) {
    std::string problem;
    const auto value = detail::parse_json(entry, problem, max_depth);
    return value ? to_graphql_error(*value) : graphql_error(std::string(entry));
}

} // namespace

std::vector<graphql_error> read_errors(std::string_view list, unsigned max_depth) {
    std::vector<graphql_error> errors;
    detail::json_scanner scanner(list, max_depth);
    scanner.array([&](detail::json_scanner& at) { errors.push_back(read_entry(at.value(), max_depth)); });
    return errors;
}

error read_error_payload(std::string_view payload, unsigned max_depth) {
    std::vector<graphql_error> errors;
    if (payload.starts_with('['))
        errors = read_errors(payload, max_depth);
    else if (payload.starts_with('{') || payload.starts_with('"'))
        errors.push_back(read_entry(payload, max_depth));
    if (errors.empty())
        return error(error_kind::protocol, "the server ended the operation with an `error` message that names none")
            .phase(error_phase::stream)
            .possibly_executed(true);
    return error(error_kind::graphql, detail::summary(errors))
        .phase(error_phase::stream)
        .possibly_executed(true)
        .errors(std::move(errors));
}

} // namespace corogql::protocol
