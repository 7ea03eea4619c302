/// These options hold for every verb.
#pragma once

#include "cli/options/report_options.hpp"

#include <string>

namespace corogql::cli {

struct common_options {
    double timeout = 30;
    std::string ca_file, certificate_file, key_file;
    bool insecure = false;
    bool verbose = false;
    report_options report;
};

} // namespace corogql::cli
