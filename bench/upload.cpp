#include "upload.hpp"

#include "apart.hpp"
#include "workload.hpp"

#include <corogql/client.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>
#include <stdexcept>
#include <vector>

namespace corogql::bench {

namespace {

constexpr const char* document = "mutation($file: Upload!) { add(file: $file) }";

/// Reads the request and throws it away.
void swallow(peer& client) {
    use_processor(1);
    const auto head = client.take_through("\r\n\r\n");
    const auto field = head.find("Content-Length: ");
    auto left = std::strtoull(head.c_str() + field + 16, nullptr, 10);
    left -= std::min<unsigned long long>(left, client.input.size());
    std::vector<char> buffer(1024 * 1024);
    while (left > 0) {
        const auto size = ::recv(client.descriptor(), buffer.data(), buffer.size(), 0);
        if (size <= 0) return;
        left -= static_cast<unsigned long long>(size);
    }
    client.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 21\r\nConnection: close\r\n\r\n"
                "{\"data\":{\"add\":true}}");
}

std::string empty_file(std::size_t size) {
    char path[] = "/tmp/corogql-bench-XXXXXX";
    const int descriptor = ::mkstemp(path);
    if (descriptor < 0 || ::ftruncate(descriptor, static_cast<::off_t>(size)) != 0)
        throw std::runtime_error("no file to upload");
    ::close(descriptor);
    return path;
}

/// The line of /proc/self/status that begins so, in KiB.
double of_status(const std::string& name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name + ":")) return std::strtod(line.c_str() + name.size() + 1, nullptr);
    throw std::runtime_error("the system does not tell " + name);
}

asio::awaitable<double> seconds_of_upload(client& api, std::string file) {
    request operation(document);
    operation.attach("file", upload::file(std::move(file))).timeout(std::chrono::minutes(5));
    const auto began = std::chrono::steady_clock::now();
    const auto answer = co_await api.execute(std::move(operation));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    answer.throw_if_failed();
    co_return took.count();
}

struct upload_report {
    double seconds = 0, peak_kib = 0;
};

upload_report upload_here(const upload_scene& scene) {
    std::ofstream("/proc/self/clear_refs") << "5"; // forgets the peak so far
    asio::io_context loop(1);
    client_options options(scene.url());
    options.single_threaded(true);
    client api(loop.get_executor(), std::move(options));
    auto seconds = asio::co_spawn(loop, seconds_of_upload(api, scene.file()), asio::use_future);
    loop.run();
    return {seconds.get(), of_status("VmHWM")};
}

double mib(std::size_t bytes) { return static_cast<double>(bytes) / (1024 * 1024); }

} // namespace

upload_scene::upload_scene(std::size_t size) : file_(empty_file(size)), size_(size), server_(&swallow) {}

upload_scene::~upload_scene() { ::unlink(file_.c_str()); }

std::string upload_scene::url() const {
    return "http://" + std::string(host) + ":" + std::to_string(server_.port()) + std::string(path);
}

bool has_curl() { return std::system("command -v curl >/dev/null 2>&1") == 0; }

cost curl_upload(const upload_scene& scene) {
    const auto command = "curl -s -o /dev/null -w '%{speed_upload}' -H Expect: "
                         "-F 'operations={\"query\":\"" +
                         std::string(document) +
                         "\",\"variables\":{\"file\":null}}' -F 'map={\"0\":[\"variables.file\"]}' -F 0=@" +
                         scene.file() + " " + scene.url();
    std::FILE* output = ::popen(command.c_str(), "r");
    double bytes_per_second = 0;
    if (output && std::fscanf(output, "%lf", &bytes_per_second) != 1) bytes_per_second = 0;
    if (output) ::pclose(output);
    if (bytes_per_second == 0) throw std::runtime_error("curl gave no figure");
    cost result;
    result.per_second = bytes_per_second / (1024 * 1024);
    return result;
}

cost corogql_upload(const upload_scene& scene, double& peak_mib) {
    const auto done = apart("the upload", [&] { return upload_here(scene); });
    peak_mib = std::max(peak_mib, done.peak_kib / 1024);
    cost result;
    result.per_second = mib(scene.size()) / done.seconds;
    return result;
}

} // namespace corogql::bench
