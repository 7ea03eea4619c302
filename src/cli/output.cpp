#include "cli/output.hpp"

#include "cli/json_format.hpp"
#include "protocol/json_pointer.hpp"
#include "values/json_scanner.hpp"

#include <corogql/error.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <poll.h>
#include <unistd.h>

namespace corogql::cli {

output::output(const operation_options& options, bool always_lines)
    : options_(options), pretty_(options.pretty.value_or(!always_lines && ::isatty(STDOUT_FILENO) == 1)) {}

bool output::print(std::string_view result) {
    std::string text;
    const auto selected = options_.select ? protocol::find_pointer(result, *options_.select) : result;
    if (!selected) return true; // what is not there prints nothing
    if (options_.raw && selected->starts_with('"'))
        text = detail::unescape(*selected);
    else
        text = format_json(*selected, pretty_);
    text += '\n';
    return write_out(text);
}

bool write_out(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return true;
    if (errno == EPIPE) return false;
    throw error(error_kind::config, std::string("cannot write to stdout: ") + std::strerror(errno));
}

reader_watch::reader_watch(std::function<void()> gone) {
    if (::pipe(stop_) != 0) return;
    thread_ = std::thread([wake = stop_[0], gone = std::move(gone)] {
        pollfd watched[] = {{STDOUT_FILENO, 0, 0}, {wake, POLLIN, 0}};
        while (::poll(watched, 2, -1) < 0) {
        }
        if (watched[1].revents == 0) gone();
    });
}

reader_watch::~reader_watch() {
    if (!thread_.joinable()) return;
    [[maybe_unused]] const auto written = ::write(stop_[1], "", 1);
    thread_.join();
    ::close(stop_[0]);
    ::close(stop_[1]);
}

} // namespace corogql::cli
