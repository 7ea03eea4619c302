/// Answers on stdout, or in a file.
#pragma once

#include "cli/options/command_line.hpp"
#include "cli/output/answer_file.hpp"
#include "cli/output/json_format.hpp"

#include <corogql/headers.hpp>

#include <functional>
#include <optional>
#include <string_view>
#include <thread>

namespace corogql::cli {

class output {
public:
    /// `always_lines`: one line an answer unless pretty was asked for. Throws kind config where nothing can be written:
    /// better before a mutation than behind it.
    output(const operation_options& options, bool always_lines);

    /// What is to be printed of a result; nothing when the selection finds nothing in it.
    std::optional<std::string_view> select(std::string_view result) const;
    /// Prints that and flushes it; see write_out().
    bool print(std::string_view selected);
    /// Says where nothing was.
    void tell_missing() const;
    /// With --include: an answer's status and header fields on stderr. A status of 0 is none.
    void tell_head(unsigned status, const headers& fields) const;
    /// All is printed: a file is there from now on.
    void finish();

private:
    const operation_options& options_;
    std::optional<answer_file> file_;
    json_look look_;
};

/// Writes to stdout. False: nobody reads any more. Throws kind config when it cannot, as on a full disk.
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
