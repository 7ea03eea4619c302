#include "cli/output/output.hpp"

#include "cli/options/descriptors.hpp"
#include "cli/output/report.hpp"
#include "protocol/graphql/json_pointer.hpp"
#include "values/json/scanner.hpp"
#include "values/text/error_of.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace corogql::cli {

namespace {

/// Whether colours are wanted (https://no-color.org). A terminal that is not named, or dumb, may show them as they are
/// written.
bool wants_colours() {
    const char* const no = std::getenv("NO_COLOR");
    const char* const terminal = std::getenv("TERM");
    return (!no || *no == '\0') && terminal && *terminal != '\0' && std::string_view(terminal) != "dumb";
}

} // namespace

output::output(const operation_options& options, bool always_lines) : options_(options) {
    if (!options.answer_file.empty())
        detail::with_errors([&] { file_.emplace(options.answer_file); });
    else if (!is_writable(STDOUT_FILENO))
        throw error(error_kind::config, std::string("cannot write to stdout: ") + std::strerror(EBADF));
    look_.terminal = !file_ && ::isatty(STDOUT_FILENO) == 1;
    look_.pretty = options.pretty.value_or(!always_lines && look_.terminal);
    look_.colours = look_.terminal && wants_colours();
}

std::optional<std::string_view> output::select(std::string_view result) const {
    return options_.select ? protocol::find_pointer(result, *options_.select) : result;
}

bool output::print(std::string_view selected) {
    const bool as_text = options_.raw && selected.starts_with('"');
    return write((as_text ? detail::unescape(selected) : format_json(selected, look_)) + '\n');
}

bool output::write(std::string_view text) {
    if (!file_) return write_out(text);
    detail::with_errors([&] { file_->write(text); });
    return true;
}

void output::tell_missing() const {
    if (options_.verbose) tell("* --select: nothing there at " + *options_.select);
}

void output::tell_head(unsigned status, const headers& fields) const {
    if (!options_.include || status == 0) return;
    tell("HTTP " + std::to_string(status));
    for (const auto& [name, value] : fields) tell_redacted(name + ": " + value);
}

void output::finish() {
    if (file_) detail::with_errors([&] { file_->commit(); });
}

bool write_out(std::string_view text) {
    return detail::with_errors([&] { return cli::print(text); });
}

reader_watch::reader_watch(std::function<void()> gone) {
    if (::pipe2(stop_, O_CLOEXEC) != 0) return;
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
