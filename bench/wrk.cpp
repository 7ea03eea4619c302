#include "http.hpp"

#include "workload.hpp"

#include <corogql/request.hpp>

#include <boost/json/serialize.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <unistd.h>

namespace corogql::bench {

namespace {

/// The same bytes as ours, in Lua's long brackets.
std::string script() {
    const json::object payload{{"query", json::string(query_document)},
                               {"variables", {{"id", json::string(query_id)}}}};
    return "wrk.method = 'POST'\n"
           "wrk.headers['Accept'] = 'application/graphql-response+json, application/json;q=0.9'\n"
           "wrk.headers['Content-Type'] = 'application/json'\n"
           "wrk.headers['Accept-Encoding'] = 'gzip, deflate, br'\n"
           "wrk.body = [==[" +
           json::serialize(payload) + "]==]\n";
}

} // namespace

bool has_wrk() { return std::system("command -v wrk >/dev/null 2>&1") == 0; }

cost wrk_http(const http_server& server, std::size_t connections) {
    char file[] = "/tmp/corogql-bench-XXXXXX";
    const int descriptor = ::mkstemp(file);
    if (descriptor < 0) throw std::runtime_error("no file for wrk's script");
    ::close(descriptor);
    std::ofstream(file) << script();
    const auto command = "wrk -t1 -c" + std::to_string(connections) + " -d2s -s " + file + " http://" +
                         std::string(host) + ":" + std::to_string(server.port()) + std::string(path) + " 2>&1";
    std::FILE* output = ::popen(command.c_str(), "r");
    cost result;
    char line[256];
    while (output && std::fgets(line, sizeof line, output)) std::sscanf(line, "Requests/sec: %lf", &result.per_second);
    if (output) ::pclose(output);
    ::unlink(file);
    if (result.per_second == 0) throw std::runtime_error("wrk gave no figure");
    return result;
}

} // namespace corogql::bench
