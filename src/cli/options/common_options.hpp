/// These options hold for every verb.
#pragma once

#include <string>

namespace corogql::cli {

/// These options say how failures are reported.
struct report_options {
    bool json = false;
};

struct common_options {
    double timeout = 30;
    std::string ca_file, certificate_file, key_file;
    bool insecure = false;
    bool verbose = false;
    report_options report;
};

} // namespace corogql::cli
