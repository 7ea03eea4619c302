#include "compile_time.hpp"

#include <stdlib.h>
#include <sys/resource.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace corogql::bench {

namespace {

class scratch_folder {
public:
    scratch_folder() {
        auto name = (std::filesystem::temp_directory_path() / "corogql-bench-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~scratch_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double children_cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

} // namespace

cost compile(const std::vector<std::string>& headers, const std::vector<std::pair<std::string, std::string>>& beside) {
    const scratch_folder folder;
    for (const auto& [name, text] : beside) std::ofstream(folder.path() / name) << text;
    const auto source = (folder.path() / "file.cpp").string();
    std::ofstream out(source);
    for (const auto& header : headers) out << "#include <" << header << ">\n";
    out.close();
    const auto command = std::string(COROGQL_BENCH_COMPILER) + " -std=c++20 -O2 -DNDEBUG -I " + COROGQL_BENCH_INCLUDE +
                         " -I " + folder.path().string() + " -c " + source + " -o " + source + ".o";
    const auto before = children_cpu_seconds();
    const stopwatch watch;
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
    auto result = watch.elapsed(1);
    result.cpu_us = (children_cpu_seconds() - before) * 1e6;
    return result;
}

} // namespace corogql::bench
