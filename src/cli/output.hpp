/// Answers on stdout.
#pragma once

#include "cli/command_line.hpp"

#include <functional>
#include <string_view>
#include <thread>

namespace corogql::cli {

class output {
public:
    /// `always_lines`: one line an answer unless pretty was asked for.
    output(const operation_options& options, bool always_lines);

    /// Prints one result and flushes it; see write_out().
    bool print(std::string_view result);

private:
    const operation_options& options_;
    bool pretty_;
};

/// Writes to stdout and flushes. False: nobody reads any more. Throws kind config when it cannot, as on a full disk.
bool write_out(std::string_view text);

/// Watches a pipe on stdout for the reader's end, so that a quiet stream notices too.
class reader_watch {
public:
    explicit reader_watch(std::function<void()> gone);
    ~reader_watch();
    reader_watch(const reader_watch&) = delete;
    reader_watch& operator=(const reader_watch&) = delete;

private:
    int stop_[2] = {-1, -1};
    std::thread thread_;
};

} // namespace corogql::cli
