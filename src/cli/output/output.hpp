/// Answers go to stdout, or into a file.
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
    /// Opens the output. `always_lines` means one line an answer unless pretty was asked for. Throws kind config where
    /// nothing can be written: better before a mutation than behind it.
    output(const operation_options& options, bool always_lines);

    /// Returns what is to be printed of a result; nullopt when the selection finds nothing in it.
    std::optional<std::string_view> select(std::string_view result) const;
    /// Prints what was selected, at once. Returns false when nobody reads any more, as write_out() does.
    bool print(std::string_view selected);
    /// Writes a text as it is. Returns false when nobody reads any more.
    bool write(std::string_view text);
    /// Says where the selection found nothing.
    void tell_missing() const;
    /// Writes an answer's status and header fields to stderr, with --include. A status of 0 is none.
    void tell_head(unsigned status, const headers& fields) const;
    /// Tells that all is printed: a file is there from now on.
    void finish();

private:
    const operation_options& options_;
    std::optional<answer_file> file_;
    json_look look_;
};

/// Writes to stdout. Returns false when nobody reads any more. Throws kind config when it cannot write, as on a full
/// disk.
bool write_out(std::string_view text);

/// Watches a pipe on stdout for the reader's end, so that a quiet stream notices that too.
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
