#include "cli/output/lines.hpp"

#include "cli/options/descriptors.hpp"
#include "cli/output/visible_text.hpp"
#include "values/text/plain_failure.hpp"

#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace corogql::cli {

void tell(std::string_view line) { write_all(STDERR_FILENO, visible_text(line) + '\n'); }

bool print(std::string_view text) {
    const int reason = write_all(STDOUT_FILENO, text);
    if (reason != 0 && reason != EPIPE)
        throw detail::plain_failure(detail::plain_failure::of::config,
                                    std::string("cannot write to stdout: ") + std::strerror(reason));
    return reason == 0;
}

} // namespace corogql::cli
