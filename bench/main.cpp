// corogql beside plain Boost.Beast: the same messages from the same server, on one machine, in one run.
#include "compile_time.hpp"
#include "generated.hpp"
#include "http.hpp"
#include "https.hpp"
#include "idle_memory.hpp"
#include "language.hpp"
#include "options.hpp"
#include "push.hpp"
#include "report.hpp"
#include "storm.hpp"
#include "upload.hpp"
#include "workload.hpp"

#include <cstdio>
#include <exception>

namespace corogql::bench {

namespace {

const figure per_second{"per second", &cost::per_second};

/// Those that are asked for by their name or the contest's.
void contest(const std::string& title, const std::vector<figure>& figures, std::vector<contender> all,
             const options& options) {
    if (title.find(options.only) == std::string::npos)
        std::erase_if(all, [&](const auto& one) { return one.name.find(options.only) == std::string::npos; });
    if (!all.empty()) contest(title, figures, all, options.rounds);
}

void run_push(const options& options) {
    const push_server server(options.messages);
    auto rate = per_second;
    rate.at_least = 1.8;
    const figure cpu{"CPU us each", &cost::cpu_us, 0, 0.55};
    contest("Push, messages of 150 bytes", {rate, cpu},
            {{"Beast async_read, json::parse", [&] { return naive_push(server); }},
             {"corogql push, single-threaded", [&] { return corogql_push(server, true); }},
             {"corogql push, default (strand)", [&] { return corogql_push(server, false); }}},
            options);
}

void run_push_over_http(const options& options) {
    using enum subscription_transport;
    const push_server server(options.messages);
    auto rate = per_second;
    rate.at_least = 0.8;
    rate.all = true;
    const figure cpu{"CPU us each", &cost::cpu_us};
    contest("Push of the same events", {rate, cpu},
            {{"corogql push, websocket", [&] { return corogql_push(server, true, websocket); }},
             {"corogql push, event stream", [&] { return corogql_push(server, true, sse); }},
             {"corogql push, multipart", [&] { return corogql_push(server, true, multipart); }}},
            options);
}

void run_http(const options& options) {
    const http_server server;
    const figure user{"user CPU us each", &cost::user_us, 0, 0.6};
    const figure cpu{"CPU us each", &cost::cpu_us};
    const figure allocations{"allocations", &cost::allocations};
    const auto count = options.requests;
    contest("HTTP, one request at a time", {per_second, user, cpu, allocations},
            {{"Beast async_write, async_read", [&] { return naive_http(server, count); }},
             {"corogql http, single-threaded", [&] { return corogql_http(server, count, true); }},
             {"corogql http, default (strand)", [&] { return corogql_http(server, count, false); }},
             {"a loop written by hand", [&] { return hand_http(server, count); }}},
            options);
}

void run_https(const options& options) {
    const figure cpu{"CPU us each", &cost::cpu_us, 0, 1.3};
    const auto count = options.requests;
    contest("HTTPS, one request at a time", {per_second, cpu},
            {{"SSL_write, SSL_read by hand", [&] { return hand_https(https_server(), count); }},
             {"corogql https, single-threaded", [&] { return corogql_https(https_server(), count); }}},
            options);
}

void run_http_at_once(const options& options) {
    constexpr std::size_t in_flight = 64;
    const http_server server;
    const auto count = options.requests * 4;
    const contender ours{"corogql, 64 coroutines", [&] { return corogql_http(server, count, true, in_flight); }};
    const figure user{"user CPU us each", &cost::user_us, 0, 1.5};
    const figure cpu{"CPU us each", &cost::cpu_us};
    contest("HTTP, 64 requests in flight, beside a loop written by hand", {user, cpu},
            {{"64 coroutines by hand", [&] { return hand_http(server, count, in_flight); }}, ours}, options);
    if (!has_wrk()) return void(std::printf("\nHTTP, 64 requests in flight: wrk is not installed\n"));
    const figure rate{"per second", &cost::per_second, 0.6};
    contest("HTTP, 64 requests in flight, beside wrk", {rate},
            {{"wrk, one thread", [&] { return wrk_http(server, in_flight); }}, ours}, options);
}

void run_upload(const options& options) {
    if (!has_curl()) return void(std::printf("\nUpload: curl is not installed\n"));
    constexpr std::size_t gibibyte = std::size_t{1} << 30;
    constexpr double most = 32;
    const upload_scene scene(gibibyte);
    double peak = 0;
    const figure speed{"MiB per second", &cost::per_second, 0.8};
    contest("Upload of 1 GiB", {speed},
            {{"curl, the same form", [&] { return curl_upload(scene); }},
             {"corogql upload", [&] { return corogql_upload(scene, peak); }}},
            options);
    if (peak > 0)
        std::printf("  memory at most: %.1f MiB; target: at most %.0f: %s\n", peak, most,
                    peak <= most ? "reached" : "MISSED");
}

void run_storm(const std::string& plot) {
    constexpr std::size_t clients = 100'000;
    constexpr double outage = 10;
    const auto storms = simulate_storm(clients, outage);
    std::printf("\n%zu clients of a server that restarts for %.0f s: most attempts in one second\n", clients, outage);
    for (const auto& each : storms)
        std::printf("  %-30s %9zu in all, %9zu from when it is back\n", each.name.c_str(), each.peak(),
                    each.peak(static_cast<std::size_t>(outage)));
    if (!plot.empty()) plot_storm(storms, plot);
}

void run_compile(const options& options) {
    const figure cpu{"CPU us", &cost::cpu_us, 0, 1.5};
    const auto plain = [] { return compile({"boost/asio/awaitable.hpp", "boost/json.hpp"}); };
    const auto ours = [] { return compile({"corogql/client.hpp"}); };
    contest("Compile time", {cpu}, {{"asio/awaitable.hpp, json.hpp", plain}, {"corogql/client.hpp", ours}}, options);
}

/// Prints what is asked of a median in milliseconds.
void print_target(const char* what, const std::vector<double>& times, double most_ms) {
    if (times.empty()) return;
    const auto ms = median(times);
    std::printf("  %s: %.1f ms; target: at most %.0f: %s\n", what, ms, most_ms, ms <= most_ms ? "reached" : "MISSED");
}

void run_compile_of_generated(const options& options) {
    if (!has_graphql_js()) return void(std::printf("\nGenerated code: what test/interop installs is missing\n"));
    const auto files = generate(read_language_texts());
    std::vector<double> alone, added;
    const auto without = [&] {
        const auto took = compile({"corogql/client.hpp"});
        alone.push_back(took.cpu_us / 1000);
        return took;
    };
    const auto with = [&] {
        const auto took = compile({"corogql/client.hpp", longest_header(files)}, files);
        if (!alone.empty()) added.push_back(took.cpu_us / 1000 - alone.back());
        return took;
    };
    contest("Compile time, generated code", {{"CPU us", &cost::cpu_us}},
            {{"corogql/client.hpp", without}, {"and the longest header", with}}, options);
    print_target("added", added, 300);
}

void run_language(const options& options) {
    if (!has_graphql_js()) return void(std::printf("\nLanguage: node, or what test/interop installs, is missing\n"));
    const auto texts = read_language_texts();
    std::vector<double> times;
    const auto ours = [&] {
        const auto took = corogql_language(texts);
        times.push_back(took.cpu_us / 1000);
        return took;
    };
    const figure cpu{"CPU us", &cost::cpu_us, 0, 0.1};
    contest("Language: GitHub's schema, 20 documents", {cpu}, {{"graphql-js", graphql_js_language}, {"corogql", ours}},
            options);
    print_target("CPU", times, 60);
    std::vector<double> of_code;
    const auto code = [&] {
        const auto took = corogql_generate(texts);
        of_code.push_back(took.cpu_us / 1000);
        return took;
    };
    contest("Code of them is generated", {cpu}, {{"corogql generate", code}}, options);
    print_target("CPU", of_code, 100);
}

void run_idle() {
    constexpr std::size_t count = 10'000;
    constexpr idle_bytes most{1024, 1434};
    std::printf("\nIdle subscriptions, %zu on one websocket        heap  resident\n", count);
    for (const auto& [name, how] : {std::pair("a coroutine waits for each", waiting::in_a_coroutine),
                                    std::pair("a handler waits for each", waiting::by_a_handler)}) {
        const auto each = bytes_per_idle_subscription(count, how);
        std::printf("  %-44s %6.0f %9.0f\n", name, each.heap, each.resident);
        if (how == waiting::by_a_handler)
            std::printf("  target: at most %.0f and %.0f: %s\n", most.heap, most.resident,
                        each.heap <= most.heap && each.resident <= most.resident ? "reached" : "MISSED");
    }
}

} // namespace

} // namespace corogql::bench

int main(int count, char** arguments) {
    using namespace corogql::bench;
    const auto options = read_options(count, arguments);
    use_processor(0); // servers take the next one
    try {
        if (options.only.empty() || options.only == "idle") run_idle();
        run_upload(options); // as its process begins with the memory of this one
        run_push(options);
        run_push_over_http(options);
        run_http(options);
        run_https(options);
        run_http_at_once(options);
        run_language(options);
        if (options.only.empty()) run_storm(options.plot);
        if (options.compile) run_compile(options);
        if (options.compile) run_compile_of_generated(options);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "corogql-bench: %s\n", failure.what());
        return 1;
    }
}
