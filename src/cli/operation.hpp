/// From command line options to the library's request and client options.
#pragma once

#include "cli/command_line.hpp"

#include <corogql/client_options.hpp>
#include <corogql/request.hpp>

namespace corogql::cli {

/// Reads the document and the variables. Throws kind usage or config, naming the option or file.
request make_request(const operation_options& from);

/// Everything that both verbs share; `default_retries` where none was given.
client_options make_client_options(const operation_options& from, int default_retries);

/// Whether a query is to run over the websocket.
bool is_websocket(const std::string& url);

/// The one that was given, or the environment's.
void apply_proxy(client_options& options, const std::optional<std::string>& given);

/// Deadline, TLS and logging.
void apply_common(client_options& options, const common_options& from);

/// JSON if it parses as JSON, else a string.
json::value read_json_or_text(const std::string& text);

/// A JSON object given on the command line as text or @FILE; `option` is named in errors.
json::object read_json_object(const std::string& text, const std::string& option);

std::chrono::nanoseconds to_duration(double seconds);

} // namespace corogql::cli
