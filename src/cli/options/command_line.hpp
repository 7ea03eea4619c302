/// The command line says what the program was asked to do.
#pragma once

#include "cli/generate/verb.hpp"
#include "cli/mapi/arguments.hpp"
#include "cli/options/common_options.hpp"
#include "cli/schema/diff.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace corogql::cli {

/// The options of query, subscribe and paginate.
struct operation_options : common_options {
    std::string url;
    std::optional<std::string> document, document_file;
    std::string operation_name;
    std::vector<std::string> variables; ///< Each variable is NAME=VALUE, NAME:=JSON or NAME@=FILE.
    std::string all_variables;          ///< All variables together are JSON or @FILE.
    std::vector<std::string> headers;   ///< Each header field is "Name: value".
    std::string auth_file;
    double connect_timeout = 10, attempt_timeout = 0;
    std::optional<int> retries; ///< Each verb has a default of its own.
    double retry_initial = 1, retry_max = 60;
    bool idempotent = false;
    bool get = false, persisted = false;
    std::string unix_socket;
    std::optional<std::string> proxy; ///< The environment's proxy counts where this is unset.
    std::uint64_t max_size = 16 * 1024 * 1024;
    std::string init; ///< The payload of connection_init is JSON or @FILE.
    bool lenient = false;
    std::string answer_file; ///< The answer goes to stdout where this is empty.
    bool include = false;
    std::optional<std::string> select;
    bool raw = false;
    std::optional<bool> pretty; ///< Answers are pretty on a terminal where this is unset.
};

struct subscribe_arguments : operation_options {
    std::string protocol = "auto";
    std::uint64_t count = 0;
    double first_timeout = 0;
    std::string resume;
    std::string overflow; ///< The policy follows from --resume where this is empty.
    std::uint64_t buffer = 1024;
    double ping_interval = 25, pong_timeout = 10, ack_timeout = 10;
    bool notices = false;
};

struct query_arguments : operation_options {
    std::vector<std::string> uploads; ///< Each upload is VARIABLE.PATH=FILE.
};

struct paginate_arguments : operation_options {
    std::uint64_t page_size = 0, limit = 0, max_pages = 10'000;
    std::string items, cursor_variable, page_size_variable;
    std::optional<std::string> start_from;
    bool backward = false;
};

/// The arguments of schema; what belongs to an operation alone counts for nothing.
struct schema_arguments : operation_options {
    bool json = false; ///< Whether the introspection itself is printed.
};

/// The arguments of serve. `certificate_file` and `key_file` are the server's own, `ca_file` signs the clients that may
/// come; `timeout`, by default none, ends the server.
struct serve_arguments : common_options {
    std::uint16_t port = 0;
    double pace = 0.5;  ///< The time between two steps of a run, in seconds.
    std::string schema; ///< The schema's file is served in place of MAPI where it is named.
    bool mock = false;
    std::optional<std::uint64_t> seed; ///< The seed of what is made up.
};

struct demo_arguments : common_options {};

struct check_arguments : common_options {
    std::vector<std::string> schema_files; ///< The files of the schema, which are one; - is stdin.
    bool lenient_schema = false;
    std::vector<std::string> documents; ///< The files of documents, which are one set; - is stdin.
};

/// The program has to print this text on stdout and nothing else to do.
struct show_text {
    std::string text;
};

using command =
    std::variant<query_arguments, subscribe_arguments, paginate_arguments, schema_arguments, schema_diff_arguments,
                 check_arguments, generate_arguments, serve_arguments, demo_arguments, mapi_arguments, show_text>;

/// Parses the command line. Throws corogql::error of kind usage.
command parse_command_line(int argc, char** argv);

} // namespace corogql::cli
