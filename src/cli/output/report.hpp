/// Failures are told to people or programs.
#pragma once

#include "cli/options/command_line.hpp"
#include "cli/output/lines.hpp"

#include <corogql/error.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::cli {

/// Writes the last line of stderr, text or one JSON object; behind text stands a line with the server's own words, if
/// there are any. Returns the exit status.
int report(const error& failure, const report_options& how);

/// Tells errors that results carry: at once to people, and once; to programs when all has come. They are named after
/// what carries them, such as "an event" or "page 3".
class carried_errors {
public:
    explicit carried_errors(const report_options& how) : how_(how) {}

    void add(const std::string& what, const std::vector<graphql_error>& errors);
    /// Returns the exit status, behind the last line for programs.
    int report() const;

private:
    const report_options& how_;
    std::optional<error> first_;
};

/// Writes one line to stderr that has a server's words in it, without secrets of ours.
void tell_redacted(const std::string& line);

} // namespace corogql::cli
