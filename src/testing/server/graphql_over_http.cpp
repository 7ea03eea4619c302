#include "testing/server/graphql_over_http.hpp"

#include "testing/server/upload_form.hpp"
#include "values/json/builder.hpp"
#include "values/text/ascii.hpp"

#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

namespace corogql::testing {

namespace {

constexpr std::string_view modern_type = "application/graphql-response+json";

/// Whether a list of media ranges names this type; parameters, quality among them, are not weighed.
bool lists(const transport::http_request_message& request, std::string_view header, std::string_view type) {
    std::string all;
    for (const auto [name, value] : request.headers)
        if (detail::equals_ignoring_case(name, header)) all.append(value).append(",");
    std::size_t begin = 0;
    for (auto end = all.find(','); end != std::string::npos; begin = end + 1, end = all.find(',', begin)) {
        auto range = std::string_view(all).substr(begin, end - begin);
        range = range.substr(0, range.find(';'));
        while (!range.empty() && (range.front() == ' ' || range.front() == '\t')) range.remove_prefix(1);
        while (!range.empty() && (range.back() == ' ' || range.back() == '\t')) range.remove_suffix(1);
        if (detail::equals_ignoring_case(range, type)) return true;
    }
    return false;
}

http_operation refused(http_reply reply) {
    http_operation result;
    result.refusal = std::move(reply);
    return result;
}

http_reply graphql_reply(unsigned status, const json::object& result, bool legacy) {
    http_reply reply(status, json::serialize(result));
    reply.header("Content-Type", legacy ? "application/json; charset=utf-8" : std::string(modern_type));
    return reply;
}

/// Reads {query, operationName, variables}. Returns what is wrong with its shape, if anything.
std::string read_request(const json::object& members, graphql_request& request) {
    const auto* query = members.if_contains("query");
    if (!query || !query->is_string()) return "The member \"query\" must be a string.";
    request.query = query->get_string();
    if (const auto* name = members.if_contains("operationName"); name && !name->is_null()) {
        if (!name->is_string()) return "The member \"operationName\" must be a string.";
        request.operation_name = name->get_string();
    }
    if (const auto* variables = members.if_contains("variables"); variables && !variables->is_null()) {
        if (!variables->is_object()) return "The member \"variables\" must be an object.";
        request.variables = variables->get_object();
    }
    return {};
}

/// Reads the members of a GET's query string.
std::optional<json::value> read_query_string(std::string_view target, std::string& problem) {
    const auto url = boost::urls::parse_origin_form(target);
    if (!url) {
        problem = url.error().message();
        return std::nullopt;
    }
    json::object members;
    for (const auto& param : url->params()) {
        std::optional<json::value> value(param.value);
        if (param.key == "variables") value = detail::parse_json(param.value, problem);
        if (!value) return std::nullopt;
        members[param.key] = std::move(*value);
    }
    return members;
}

} // namespace

std::optional<json::value> read_members(const transport::http_request_message& request, std::string& problem) {
    if (request.method == "GET") return read_query_string(request.target, problem);
    if (!lists(request, "Content-Type", "multipart/form-data")) return detail::parse_json(request.body, problem);
    auto members = read_upload_form(request.headers.find("Content-Type").value_or(""), request.body, problem);
    if (!problem.empty()) return std::nullopt;
    return members;
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

http_reply error_reply(unsigned status, const std::string& message) {
    graphql_error error(message);
    error.extensions["code"] = status;
    http_reply reply(status, json::serialize(to_result({error})));
    reply.header("Content-Type", "application/json; charset=utf-8");
    return reply;
}

http_operation read_operation(const service& owner, const transport::http_request_message& request) {
    if (path_of(request.target) != "/graphql") return refused(error_reply(404, "GraphQL is at /graphql."));
    if (!owner.admits(request.headers.find("Authorization").value_or("")))
        return refused(error_reply(401, "Unauthorized").header("WWW-Authenticate", "Bearer"));
    const bool get = request.method == "GET";
    if (!get && request.method != "POST")
        return refused(error_reply(405, "GraphQL takes GET and POST.").header("Allow", "GET, POST"));
    const bool form = !get && lists(request, "Content-Type", "multipart/form-data");
    if (!get && !form && !lists(request, "Content-Type", "application/json"))
        return refused(error_reply(415, "The content type must be application/json."));

    http_operation result;
    const auto accepts = [&](std::string_view type) { return lists(request, "Accept", type); };
    result.legacy = !accepts(modern_type);
    if (!get && accepts("text/event-stream"))
        result.stream = stream_format::event_stream;
    else if (!get && accepts("multipart/mixed"))
        result.stream = stream_format::multipart;
    if (result.legacy && !result.stream && request.headers.find("Accept") && !accepts("application/json") &&
        !accepts("*/*") && !accepts("application/*"))
        return refused(error_reply(406, "Answers are application/graphql-response+json or application/json."));

    std::string failed;
    const auto body = read_members(request, failed);
    if (!body && form) return refused(error_reply(400, "The form is not understood: " + failed));
    if (!body) return refused(error_reply(400, "The request is not JSON: " + failed));
    graphql_request wanted;
    const auto problem = body->is_object() ? read_request(body->get_object(), wanted)
                                           : std::string("The request must be a JSON object.");
    if (!problem.empty()) return refused(error_reply(422, problem));

    try {
        result.prepared = owner.api().prepare(wanted);
    } catch (const request_error& error) {
        // Servers of application/json know one status for all that is refused, Apollo's among them.
        const auto status = result.legacy || error.at() == request_error::stage::syntax ? 400u : 422u;
        result.refusal = graphql_reply(status, to_result(error.errors()), result.legacy);
        return result;
    }
    // What accepts more than a stream has another answer where there is only one result.
    const bool single = !result.prepared.is_subscription();
    if (single && (result.stream == stream_format::multipart || accepts("application/json") || !result.legacy))
        result.stream.reset();
    if (!single && !result.stream)
        result.refusal = error_reply(422, "Subscriptions need a websocket, or a POST that accepts text/event-stream.");
    else if (get && result.prepared.op->kind != language::operation_kind::query)
        result.refusal = error_reply(405, "GET can only run queries.").header("Allow", "POST");
    return result;
}

http_reply answer_operation(service& owner, const http_operation& operation) {
    if (operation.refusal) return *operation.refusal;
    const auto result = owner.execute(operation.prepared);
    const auto status = result.contains("errors") && !operation.legacy ? 294u : 200u;
    return graphql_reply(status, result, operation.legacy);
}

} // namespace corogql::testing
