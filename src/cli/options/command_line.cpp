#include "cli/options/command_line.hpp"

#include "cli/mapi/command_line.hpp"
#include "cli/options/option_helpers.hpp"
#include "cli/output/exit_status.hpp"
#include "values/text/nearest.hpp"

#include <corogql/error.hpp>
#include <corogql/version.hpp>

#include <algorithm>
#include <string_view>

namespace corogql::cli {

namespace {

constexpr const char* query_examples = R"(
Examples:
  corogql query https://countries.example/graphql -q '{ countries { name } }'
  corogql query https://api.example/graphql -f run.graphql -v id=r-1 -v filter.limit=10
  corogql query https://api.example/graphql -f create.graphql --auth-file token --idempotent
  corogql query wss://api.example/graphql -q '{ me { name } }' --select /data/me/name --raw
  corogql query https://api.example/graphql -q 'mutation($f: Upload!) { add(file: $f) }' --upload f=photo.png)";

constexpr const char* subscribe_examples = R"(
Examples:
  corogql subscribe https://api.example/graphql -q 'subscription { ticks }' --count 10
  corogql subscribe wss://api.example/graphql -f logs.graphql -v name=run-1 --notices \
      --resume /data/logs/endOffset=input.offset)";

constexpr const char* paginate_examples = R"(
Examples:
  corogql paginate https://api.example/graphql -f runs.graphql --page-size 100 --select /name --raw
  corogql paginate https://api.example/graphql -f issues.graphql --items /data/repository/issues --limit 500
  corogql paginate https://api.example/graphql -f feed.graphql --backward --start-from Y3Vyc29yOjE=

The pages are found where there is hasNextPage with a cursor, or pageInfo (Relay). The cursor goes to the member `cursor`
of the first variable that the document declares, the page size to its `limit`; with Relay to $after and $first.
--timeout holds for each page.)";

constexpr const char* schema_examples = R"(
Examples:
  corogql schema https://api.example/graphql -O schema.graphqls
  corogql schema https://api.example/graphql --auth-file token --json

Servers that do not know the newest introspection are asked again with older ones. Types, fields, arguments and values
are sorted by their names, so that the text changes only with the schema.)";

constexpr const char* check_examples = R"(
Examples:
  corogql check --schema schema.graphql runs.graphql fragments.graphql
  corogql check --schema schema.graphql --error-format json queries/*.graphql

Fragments of one file may be used in another. Each mistake is a line of its own, file:line:column first. A file named -
is stdin.)";

void add_document(CLI::App& app, operation_options& to) {
    add(app, "-q", to.document, "The document")->type_name("TEXT");
    add(app, "-f", to.document_file, "File of the document; - is stdin")->type_name("FILE");
    add(app, "-o", to.operation_name, "operationName")->type_name("NAME");
    add_list(app, "-v", to.variables,
             "A variable: NAME=VALUE is a string where the document declares String or ID, else JSON if it parses as "
             "JSON, else a string; NAME:=JSON; NAME@=FILE, a file's text. Dots nest, numbers between them are indexes");
    add(app, "--variables", to.all_variables, "All variables: JSON, or @FILE");
}

/// Adds the options of whatever asks a server.
void add_connection(CLI::App& app, operation_options& to) {
    add_list(app, "-H", to.headers, "A header, 'Name: value'");
    add(app, "--auth-file", to.auth_file, "File of the Authorization value, read again for every attempt");
    add_common(app, to, "Deadline of the whole operation; 0: none");
    add_seconds(app, "--connect-timeout", to.connect_timeout, "Name lookup, dialing, TLS and upgrade; 0: none");
    add_seconds(app, "--attempt-timeout", to.attempt_timeout, "One attempt, from dialing to the answer; 0: none");
    add(app, "--retries", to.retries, "Further attempts after the first; -1: without end")
        ->check(CLI::Range(-1, 1'000'000'000));
    add_seconds(app, "--retry-initial", to.retry_initial, "Base of the backoff");
    add_seconds(app, "--retry-max", to.retry_max, "Longest wait of the backoff");
    add_proxy(app, to.proxy);
    add(app, "--unix", to.unix_socket, "Unix socket to dial")->type_name("PATH");
    add(app, "--max-size", to.max_size, "Largest body or message in bytes")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40))
        ->capture_default_str();
    add(app, "--init", to.init, "Payload of a websocket's connection_init: JSON, or @FILE");
    app.add_flag("--lenient", to.lenient, "Take what servers send beside the protocols' rules");
    add(app, "-O", to.answer_file, "Write to this file, as a whole or not at all, instead of stdout")
        ->type_name("FILE");
    app.add_flag("--include", to.include, "Tell status and header fields of the answer on stderr");
    app.add_flag_callback("--pretty", [&to] { to.pretty = true; }, "Indent the output")->trigger_on_parse();
    app.add_flag_callback(
           "--compact", [&to] { to.pretty = false; }, "One line, numbers as they came")
        ->trigger_on_parse();
}

void add_operation(CLI::App& app, operation_options& to) {
    app.add_option("URL", to.url, "http, https, ws or wss")->required();
    add_document(app, to);
    add_connection(app, to);
    app.add_flag("--idempotent", to.idempotent, "This mutation may be repeated");
    app.add_flag("--get", to.get, "Queries as GET, as far as they fit into a URL");
    app.add_flag("--apq", to.persisted, "Automatic persisted queries: documents as their hash");
    add(app, "--select", to.select, "Print only what stands at this JSON pointer, such as /data/runs/0");
    app.add_flag("--raw", to.raw, "Print strings without quotes");
}

void add_schema(CLI::App& app, schema_arguments& to) {
    app.add_option("URL", to.url, "http, https, ws or wss");
    app.add_flag("--json", to.json, "The server's introspection as it came, instead of the schema's definition");
    add_connection(app, to);
}

void add_subscribe(CLI::App& app, subscribe_arguments& to) {
    add(app, "--protocol", to.protocol,
        "auto, graphql-transport-ws, graphql-ws (the legacy one), sse, sse-single (graphql-sse's single connection "
        "mode), "
        "or multipart")
        ->check(CLI::IsMember({"auto", "graphql-transport-ws", "graphql-ws", "sse", "sse-single", "multipart"}))
        ->capture_default_str();
    add(app, "--count", to.count, "Stop after so many events; 0: do not")->check(whole_number());
    add_seconds(app, "--first-timeout", to.first_timeout, "Time to the first event; 0: any");
    add(app, "--resume", to.resume,
        "Before each re-subscription set a variable from the last event: "
        "POINTER=VARIABLE.PATH");
    add(app, "--overflow", to.overflow,
        "When output is slower than the server: resume (the default with --resume), block (the default without), fail, "
        "or drop-oldest")
        ->check(CLI::IsMember({"resume", "block", "fail", "drop-oldest"}));
    add(app, "--buffer", to.buffer, "Events that may wait for output")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 32))
        ->capture_default_str();
    add_seconds(app, "--ping-interval", to.ping_interval, "A ping so often; 0: never");
    add_seconds(app, "--pong-timeout", to.pong_timeout, "Time for the pong");
    add_seconds(app, "--ack-timeout", to.ack_timeout, "Time for connection_ack");
    app.add_flag("--notices", to.notices, "Reconnections and gaps as JSON Lines on stderr");
}

void add_paginate(CLI::App& app, paginate_arguments& to) {
    add(app, "--page-size", to.page_size, "Items to ask for in a page; 0: the document's or server's own number")
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1} << 31));
    add(app, "--limit", to.limit, "Stop after so many items; 0: do not")->check(whole_number());
    add(app, "--items", to.items, "Where the list is, or the object that holds it: a JSON pointer into the answer")
        ->type_name("POINTER");
    add(app, "--cursor-variable", to.cursor_variable, "Where the cursor goes; dots nest")->type_name("PATH");
    add(app, "--page-size-variable", to.page_size_variable, "Where the page size goes; default: beside the cursor")
        ->type_name("PATH");
    add(app, "--start-from", to.start_from, "Go on behind this cursor; JSON if it parses as JSON, else a string")
        ->type_name("CURSOR");
    app.add_flag("--backward", to.backward, "From the end to the beginning: $before and $last (Relay)");
    add(app, "--max-pages", to.max_pages, "Fail when there are more pages than this; 0: never")
        ->check(whole_number())
        ->capture_default_str();
}

error misuse(const std::string& message) { return error(error_kind::usage, message); }

/// Makes one line of a text, whatever the parser made of it.
std::string one_line(std::string text) {
    for (auto& c : text)
        if (c == '\n' || c == '\r') c = ' ';
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

/// Names the arguments that nobody asked for. Values are not shown: one may be a secret behind a mistyped option.
std::string name_extras(const CLI::App& app) {
    for (const auto& argument : app.remaining(true))
        if (argument.size() > 1 && argument.front() == '-')
            return "unknown option " + argument.substr(0, argument.find('='));
    return "too many arguments";
}

bool takes_words(const CLI::App& verb) {
    const auto all = verb.get_options();
    return std::any_of(all.begin(), all.end(), [](const CLI::Option* option) { return option->get_positional(); });
}

/// Refuses a first argument that is no verb, of the program or of a verb that has some itself. A long one, or an
/// address, was meant for something else, and is not shown.
void check_verb(const CLI::App& app, int argc, char** argv) {
    const CLI::App* level = &app;
    for (int i = 1; i < argc && argv[i][0] != '-'; ++i) {
        std::vector<std::string> known;
        const CLI::App* chosen = nullptr;
        for (const auto* each : level->get_subcommands([](const CLI::App*) { return true; })) {
            known.push_back(each->get_name());
            if (each->check_name(argv[i])) chosen = each; // which knows its aliases
        }
        if (known.empty() || takes_words(*level)) return;
        const std::string word = argv[i];
        if (!chosen && (word.size() > 20 || word.find_first_of(":=") != word.npos))
            throw misuse((i == 1 ? "the first argument" : "what follows " + std::string(argv[i - 1])) +
                         " must be a verb, such as " + known.front() + " (see corogql --help)");
        if (!chosen)
            throw misuse("unknown verb \"" + word + "\": the nearest is " + detail::nearest(word, known) +
                         " (see corogql --help)");
        level = chosen;
    }
}

/// Returns the help of the innermost verb that was named.
std::string help_of(const CLI::App& app) {
    const CLI::App* chosen = &app;
    std::string name = "corogql";
    for (auto inner = app.get_subcommands(); !inner.empty(); inner = chosen->get_subcommands()) {
        if (chosen != &app) name += ' ' + chosen->get_name();
        chosen = inner.front();
    }
    return chosen == &app ? app.help() : chosen->help(name);
}

template <class Arguments>
void check_document(const Arguments& arguments) {
    if (!arguments.document && !arguments.document_file) throw misuse("there is no document: give -q TEXT or -f FILE");
    if (arguments.document && arguments.document_file) throw misuse("-q and -f exclude each other");
}

void check_url(const schema_arguments& arguments) {
    if (arguments.url.empty()) throw misuse("there is no URL of a server (see corogql schema --help)");
}

} // namespace

command parse_command_line(int argc, char** argv) {
    CLI::App app("A GraphQL client: queries, mutations, and subscriptions that survive reconnects.", "corogql");
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string("corogql ") + COROGQL_VERSION_STRING);
    app.footer("\nExample:\n  corogql query https://countries.example/graphql -q '{ countries { name } }'\n\n" +
               exit_status_help());

    query_arguments query;
    auto* query_verb = app.add_subcommand("query", "Run a query or mutation and print the response as JSON");
    add_operation(*query_verb, query);
    add_list(*query_verb, "--upload", query.uploads, "Send a file as this variable, VARIABLE.PATH=FILE");
    query_verb->footer(query_examples);

    subscribe_arguments subscribe;
    auto* subscribe_verb = app.add_subcommand("subscribe", "Stream a subscription as JSON Lines");
    add_operation(*subscribe_verb, subscribe);
    add_subscribe(*subscribe_verb, subscribe);
    subscribe_verb->footer(subscribe_examples);

    paginate_arguments paginate;
    auto* paginate_verb = app.add_subcommand("paginate", "Walk through all pages and print the items as JSON Lines");
    add_operation(*paginate_verb, paginate);
    add_paginate(*paginate_verb, paginate);
    paginate_verb->footer(paginate_examples);

    schema_arguments schema;
    auto* schema_verb = app.add_subcommand("schema", "Print a server's schema in the schema definition language");
    add_schema(*schema_verb, schema);
    schema_verb->footer(schema_examples);
    schema_diff_arguments schema_diff;
    auto* schema_diff_verb = add_schema_diff(*schema_verb, schema_diff);

    serve_arguments serve;
    auto* serve_verb =
        app.add_subcommand("serve", "A small server on 127.0.0.1, for trying and testing: MAPI-like, or of any schema");
    add(*serve_verb, "--port", serve.port, "0: any")->capture_default_str();
    add_seconds(*serve_verb, "--pace", serve.pace, "Runs that were created move on every so often; 0: never");
    add(*serve_verb, "--schema", serve.schema, "Serve this schema, a file in the schema definition language")
        ->option_text("FILE");
    auto* mock = serve_verb->add_flag("--mock", serve.mock, "Make up values of the right types for all of the schema");
    mock->needs("--schema");
    add(*serve_verb, "--seed", serve.seed, "What is made up follows from this number; 1 otherwise")
        ->check(whole_number())
        ->needs(mock);
    serve.timeout = 0;
    add_common(*serve_verb, serve, "Ends after so long; 0: never");
    serve_verb->footer("\nExamples:\n  corogql serve --port 8080\n  corogql serve --schema schema.graphql --mock");

    demo_arguments demo;
    auto* demo_verb = app.add_subcommand("demo", "The program shows itself against its own server");
    add_common(*demo_verb, demo, "Deadline of each operation; 0: none");
    demo_verb->footer("\nExample:\n  corogql demo");

    check_arguments check;
    auto* checking = app.add_subcommand("check", "Validate documents against a schema");
    checking
        ->add_option("--schema", check.schema_files,
                     "File of the schema: its definitions, or an introspection's JSON; several files are one schema")
        ->type_name("FILE")
        ->allow_extra_args(false)
        ->required();
    checking->add_flag("--lenient-schema", check.lenient_schema, "Take schemas that break rules, as real ones do");
    checking->add_option("DOCUMENT", check.documents, "Files of documents; - is stdin")->required();
    add_common(*checking, check, "As of every verb; checking waits for nothing");
    checking->footer(check_examples);

    generate_arguments generate;
    auto* generate_verb = add_generate(app, generate);

    mapi_arguments mapi;
    auto* mapi_verb = add_mapi(app, mapi);

    check_verb(app, argc, argv);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return show_text{help_of(app)};
    } catch (const CLI::CallForVersion& version) {
        return show_text{std::string(version.what()) + '\n'};
    } catch (const CLI::ExtrasError&) {
        throw misuse(name_extras(app) + " (see corogql --help)");
    } catch (const CLI::Error& mistake) {
        throw misuse(one_line(mistake.what()) + " (see corogql --help)");
    }
    if (query_verb->parsed()) return check_document(query), query;
    if (subscribe_verb->parsed()) return check_document(subscribe), subscribe;
    if (paginate_verb->parsed()) return check_document(paginate), paginate;
    if (schema_diff_verb->parsed()) {
        if (!schema.url.empty()) throw misuse("schema diff compares files, and asks no server such as " + schema.url);
        return schema_diff;
    }
    if (schema_verb->parsed()) return check_url(schema), schema;
    if (serve_verb->parsed()) return serve;
    if (checking->parsed()) return check;
    if (generate_verb->parsed()) return generate;
    if (mapi_verb->parsed()) return mapi;
    return demo;
}

} // namespace corogql::cli
