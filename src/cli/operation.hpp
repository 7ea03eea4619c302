/// Command line options become the library's request and client options here.
#pragma once

#include "cli/options/command_line.hpp"

#include <corogql/client_options.hpp>
#include <corogql/request.hpp>

namespace corogql::cli {

/// Reads the document and the variables. Throws kind usage or config, naming the option or file.
request make_request(const operation_options& from);

/// Makes the options that all verbs with an operation share; `default_retries` counts where none was given.
client_options make_client_options(const operation_options& from, int default_retries);

/// Whether a query is to run over the websocket.
bool is_websocket(const std::string& url);

/// Sets the proxy that was given, or the environment's.
void apply_proxy(client_options& options, const std::optional<std::string>& given);

/// Sets the deadline, TLS and logging.
void apply_common(client_options& options, const common_options& from);

/// Throws the usage errors of verbs that run queries and mutations.
void refuse_subscription(const request& operation);
void require_socket_for_init(const operation_options& from);

std::chrono::nanoseconds to_duration(double seconds);

} // namespace corogql::cli
