/// These options say how failures are reported.
#pragma once

namespace corogql::cli {

struct report_options {
    bool json = false;
};

/// Returns how to report a command line that cannot be parsed: `--error-format json` counts wherever it stands.
report_options find_report_options(int argc, char** argv);

} // namespace corogql::cli
