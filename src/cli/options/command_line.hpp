/// What the program was asked to do.
#pragma once

#include "cli/mapi/arguments.hpp"
#include "cli/options/common_options.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace corogql::cli {

/// Options of query, subscribe and paginate.
struct operation_options : common_options {
    std::string url;
    std::optional<std::string> document, document_file;
    std::string operation_name;
    std::vector<std::string> variables; ///< NAME=VALUE, NAME:=JSON, NAME@=FILE
    std::string all_variables;          ///< JSON or @FILE
    std::vector<std::string> headers;   ///< Name: value
    std::string auth_file;
    double connect_timeout = 10, attempt_timeout = 0;
    std::optional<int> retries; ///< each verb has its own default
    double retry_initial = 1, retry_max = 60;
    bool idempotent = false;
    bool get = false, persisted = false;
    std::string unix_socket;
    std::optional<std::string> proxy; ///< unset: the environment's
    std::uint64_t max_size = 16 * 1024 * 1024;
    std::string init; ///< JSON or @FILE
    bool lenient = false;
    std::string answer_file; ///< empty: stdout
    bool include = false;
    std::optional<std::string> select;
    bool raw = false;
    std::optional<bool> pretty; ///< unset: pretty on a terminal
};

struct subscribe_arguments : operation_options {
    std::string protocol = "auto";
    std::uint64_t count = 0;
    double first_timeout = 0;
    std::string resume;
    std::string overflow; ///< empty: by what --resume says
    std::uint64_t buffer = 1024;
    double ping_interval = 25, pong_timeout = 10, ack_timeout = 10;
    bool notices = false;
};

struct query_arguments : operation_options {
    std::vector<std::string> uploads; ///< VARIABLE.PATH=FILE
};

struct paginate_arguments : operation_options {
    std::uint64_t page_size = 0, limit = 0, max_pages = 10'000;
    std::string items, cursor_variable, page_size_variable;
    std::optional<std::string> start_from;
    bool backward = false;
};

/// `certificate_file` and `key_file` are the server's own, `ca_file` signs the clients that may come; `timeout`,
/// by default none, ends it.
struct serve_arguments : common_options {
    std::uint16_t port = 0;
    double pace = 0.5; ///< seconds
};

struct demo_arguments : common_options {};

/// Text for stdout and nothing else to do.
struct show_text {
    std::string text;
};

using command = std::variant<query_arguments, subscribe_arguments, paginate_arguments, serve_arguments, demo_arguments,
                             mapi_arguments, show_text>;

/// Throws corogql::error of kind usage.
command parse_command_line(int argc, char** argv);

/// How to report a command line that cannot be parsed: `--error-format json` counts wherever it stands.
report_options find_report_options(int argc, char** argv);

} // namespace corogql::cli
