#include "cli/operation.hpp"

#include "cli/options/input.hpp"
#include "cli/options/variables.hpp"
#include "cli/output/report.hpp"
#include "cli/secrets.hpp"
#include "protocol/graphql/json_pointer.hpp"
#include "protocol/graphql/operation.hpp"
#include "values/text/ascii.hpp"

#include <corogql/error.hpp>

#include <cstdlib>

namespace corogql::cli {

namespace {

error usage(const std::string& message) { return error(error_kind::usage, message); }

headers read_headers(const operation_options& from) {
    headers fields;
    for (const auto& line : from.headers) {
        const auto colon = line.find(':');
        // The line may hold a secret: it is not shown.
        if (colon == std::string::npos || colon == 0) throw usage("-H must be 'Name: value'");
        const auto& field = fields.emplace_back(line.substr(0, colon),
                                                std::string(detail::trim(std::string_view(line).substr(colon + 1))));
        keep_secret(field.second);
    }
    return fields;
}

std::string read_authorization(const std::string& path) {
    const auto content = read_text_file(path);
    const std::string text(detail::trim(content));
    if (text.empty()) throw error(error_kind::config, "the file " + path + " is empty (--auth-file)");
    keep_secret(text);
    return text;
}

std::string read_document(const operation_options& from) {
    if (from.document) return checked_text(*from.document, "the document (-q)");
    return *from.document_file == "-" ? read_standard_input() : read_text_file(*from.document_file);
}

} // namespace

std::chrono::nanoseconds to_duration(double seconds) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

bool is_websocket(const std::string& url) { return url.starts_with("ws:") || url.starts_with("wss:"); }

request make_request(const operation_options& from) {
    if (from.select && !protocol::is_json_pointer(*from.select))
        throw usage("--select must be a JSON pointer, such as /data/runs/0");
    request operation(read_document(from));
    operation.operation_name(checked_text(from.operation_name, "the operation's name (-o)"))
        .idempotent(from.idempotent);
    set_variables(operation, from.all_variables, from.variables);
    return operation;
}

void apply_common(client_options& options, const common_options& from) {
    tls_options tls;
    tls.ca_file(from.ca_file).certificate_file(from.certificate_file).key_file(from.key_file).verify(!from.insecure);
    options.timeout(to_duration(from.timeout)).tls(std::move(tls));
    if (from.insecure) tell("corogql: --insecure: the server's certificate is not verified");
    if (from.verbose) options.log([](std::string_view line) { tell_redacted("* " + std::string(line)); });
}

void apply_proxy(client_options& options, const std::optional<std::string>& given) {
    if (given) {
        keep_secrets_of_url(*given);
        options.proxy(*given);
        return;
    }
    for (const char* const name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
        if (const char* const url = std::getenv(name)) keep_secrets_of_url(url);
    options.proxy_from_environment();
}

void refuse_subscription(const request& operation) {
    if (protocol::find_operation(operation.document(), operation.operation_name()) ==
        protocol::operation_kind::subscription)
        throw usage("the operation is a subscription: use corogql subscribe");
}

void require_socket_for_init(const operation_options& from) {
    if (!from.init.empty() && !is_websocket(from.url))
        throw usage("--init is the payload of a websocket's connection_init: give the server's ws:// or wss:// URL");
}

client_options make_client_options(const operation_options& from, int default_retries) {
    client_options options(from.url);
    keep_secrets_of_url(from.url);
    const auto fields = read_headers(from);
    options.headers(fields)
        .connect_timeout(to_duration(from.connect_timeout))
        .attempt_timeout(to_duration(from.attempt_timeout))
        .max_message_size(from.max_size)
        .unix_socket(from.unix_socket);
    backoff_options backoff;
    backoff.retries(from.retries.value_or(default_retries))
        .initial(to_duration(from.retry_initial))
        .max(to_duration(from.retry_max));
    options.reconnect(backoff);
    options.retry(retry_options().backoff(backoff).budget(-1, 0)); // one operation, and its user says how often
    options.http(http_options().get_for_queries(from.get).persisted_queries(from.persisted).lenient(from.lenient));
    websocket_options websocket;
    websocket.lenient(from.lenient);
    if (!from.init.empty()) {
        auto payload = read_json_object(from.init, "--init");
        keep_secrets(payload);
        websocket.connection_init(std::move(payload));
    }
    options.websocket(std::move(websocket));
    apply_proxy(options, from.proxy);
    apply_common(options, from);
    if (!from.auth_file.empty()) {
        read_authorization(from.auth_file); // a missing file is a mistake of now, not of the first attempt
        // It is read for every attempt, so that another program can renew what is in it.
        options.credentials([path = from.auth_file](bool) {
            return credentials(credentials().authorization(read_authorization(path)));
        });
    }
    return options;
}

} // namespace corogql::cli
