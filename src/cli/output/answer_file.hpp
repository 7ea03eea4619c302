/// An answer_file is there as a whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace corogql::cli {

/// What is written gathers in another file beside the named one. It takes the named file's place, and its permissions,
/// when all is there; until then an older file of that name stays as it is. What is no regular file (a pipe, a device)
/// is written as it comes. Every failure is a plain_failure (`config`) that names the file.
class answer_file {
public:
    explicit answer_file(std::string path);
    ~answer_file();
    answer_file(const answer_file&) = delete;
    answer_file& operator=(const answer_file&) = delete;

    void write(std::string_view text);
    /// Puts the file in its place, because all has been written.
    void commit();

private:
    [[noreturn]] void fail() const;

    const std::string path_;
    std::string target_;    ///< The path of the file behind symbolic links.
    std::string temporary_; ///< The path of the file that gathers; empty where there is none, or not any more.
    int descriptor_ = -1;
};

} // namespace corogql::cli
