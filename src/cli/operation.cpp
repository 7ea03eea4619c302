#include "cli/operation.hpp"

#include "cli/report.hpp"
#include "protocol/header_rules.hpp"
#include "protocol/json_pointer.hpp"
#include "protocol/variable_path.hpp"
#include "values/json_builder.hpp"
#include "values/text.hpp"

#include <corogql/error.hpp>

#include <fstream>
#include <iostream>
#include <iterator>

#include <unistd.h>

namespace corogql::cli {

namespace {

error usage(const std::string& message) { return error(error_kind::usage, message); }

std::string read_all(std::istream& from) {
    return std::string(std::istreambuf_iterator<char>(from), std::istreambuf_iterator<char>());
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text;
    if (file) text = read_all(file);
    if (!file || file.bad()) throw error(error_kind::config, "cannot read the file " + path);
    return text;
}

json::object read_variables(const operation_options& from) {
    json::object variables;
    if (!from.all_variables.empty()) variables = read_json_object(from.all_variables, "--variables");
    for (const auto& given : from.variables) {
        const auto equals = given.find('=');
        if (equals == std::string::npos || equals == 0) throw usage("-v must be NAME=VALUE");
        protocol::set_variable(variables, std::string_view(given).substr(0, equals),
                               read_json_or_text(given.substr(equals + 1)));
    }
    return variables;
}

headers read_headers(const operation_options& from) {
    headers fields;
    for (const auto& line : from.headers) {
        const auto colon = line.find(':');
        // The line may hold a secret: it is not shown.
        if (colon == std::string::npos || colon == 0) throw usage("-H must be 'Name: value'");
        fields.emplace_back(line.substr(0, colon), std::string(detail::trim(std::string_view(line).substr(colon + 1))));
    }
    return fields;
}

std::string read_authorization(const std::string& path) {
    const auto text = std::string(detail::trim(read_file(path)));
    if (text.empty()) throw error(error_kind::config, "the file " + path + " is empty (--auth-file)");
    return text;
}

/// The file is read for every attempt, so that another program can renew what is in it.
asio::awaitable<credentials> authorization_from_file(std::string path) {
    credentials given;
    given.authorization(read_authorization(path));
    co_return given;
}

} // namespace

std::chrono::nanoseconds to_duration(double seconds) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

bool is_websocket(const std::string& url) { return url.starts_with("ws:") || url.starts_with("wss:"); }

json::value read_json_or_text(const std::string& text) {
    std::string problem;
    auto value = detail::parse_json(text, problem);
    return value ? std::move(*value) : json::string(text);
}

json::object read_json_object(const std::string& text, const std::string& option) {
    const auto content = text.starts_with('@') ? read_file(text.substr(1)) : text;
    std::string problem;
    const auto value = detail::parse_json(content, problem);
    if (!value) throw usage(option + " is not JSON: " + problem);
    if (!value->is_object()) throw usage(option + " must be a JSON object");
    return value->get_object();
}

request make_request(const operation_options& from) {
    if (from.select && !protocol::is_json_pointer(*from.select))
        throw usage("--select must be a JSON pointer, such as /data/runs/0");
    request operation(from.document                ? *from.document
                      : *from.document_file == "-" ? read_all(std::cin)
                                                   : read_file(*from.document_file));
    operation.operation_name(from.operation_name).variables(read_variables(from)).idempotent(from.idempotent);
    return operation;
}

void apply_common(client_options& options, const common_options& from) {
    tls_options tls;
    tls.ca_file(from.ca_file).certificate_file(from.certificate_file).key_file(from.key_file).verify(!from.insecure);
    options.timeout(to_duration(from.timeout)).tls(std::move(tls));
    if (from.insecure) tell("corogql: --insecure: the server's certificate is not verified");
    if (from.verbose) options.log([](std::string_view line) { tell("* " + std::string(line)); });
}

void apply_proxy(client_options& options, const std::optional<std::string>& given) {
    if (given)
        options.proxy(*given);
    else
        options.proxy_from_environment();
}

client_options make_client_options(const operation_options& from, int default_retries) {
    client_options options(from.url);
    const auto fields = read_headers(from);
    options.headers(fields)
        .connect_timeout(to_duration(from.connect_timeout))
        .attempt_timeout(to_duration(from.attempt_timeout))
        .max_message_size(from.max_size)
        .unix_socket(from.unix_socket);
    retry_options retry;
    retry.retries(from.retries.value_or(default_retries))
        .initial(to_duration(from.retry_initial))
        .max(to_duration(from.retry_max))
        .budget(-1, 0); // one operation, and its user says how often
    options.http(http_options().get_for_queries(from.get).persisted_queries(from.persisted));
    options.retry(retry).websocket(websocket_options().reconnect(retry));
    apply_proxy(options, from.proxy);
    apply_common(options, from);
    if (!from.auth_file.empty()) {
        read_authorization(from.auth_file); // a missing file is a mistake of now, not of the first attempt
        options.credentials([path = from.auth_file](bool) { return authorization_from_file(path); });
    }
    return options;
}

} // namespace corogql::cli
