#include "cli/options/input.hpp"

#include "cli/output/report.hpp"
#include "values/text/utf8.hpp"

#include <corogql/error.hpp>

#include <cerrno>
#include <cstring>

#include <iostream>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace corogql::cli {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

error unreadable(const std::string& name) {
    return error(error_kind::config, "cannot read " + name + ": " + std::strerror(errno));
}

std::string read_all(int descriptor, const std::string& name) {
    std::string text;
    char room[64 * 1024];
    while (const auto size = ::read(descriptor, room, sizeof room)) {
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) throw unreadable(name);
        text.append(room, static_cast<std::size_t>(size));
    }
    return text;
}

/// Whether a text looks like UTF-16. Neither documents nor JSON hold zero bytes; UTF-16 does where it says ASCII.
bool looks_like_utf16(std::string_view text) { return text.size() >= 2 && ((text[0] == '\0') != (text[1] == '\0')); }

std::string checked_file(std::string text, const std::string& name) {
    if (looks_like_utf16(text)) throw error(error_kind::usage, name + " is UTF-16, and must be UTF-8");
    checked_text(text, name);
    if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
    return text;
}

} // namespace

std::string read_text_file(const std::string& path) {
    const auto name = "the file " + path;
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) throw unreadable(name);
    struct closing {
        int descriptor;
        ~closing() { ::close(descriptor); }
    } const guard{descriptor};
    return checked_file(read_all(descriptor, name), name);
}

std::string read_standard_input() { return checked_file(read_all(STDIN_FILENO, "stdin"), "stdin"); }

std::string read_hidden(const char* question) {
    std::string text;
    termios shown{};
    if (::tcgetattr(STDIN_FILENO, &shown) != 0) {
        text = read_standard_input();
    } else {
        termios hidden = shown;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tell(question);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        std::getline(std::cin, text);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    }
    if (text.ends_with('\n')) text.pop_back();
    if (text.ends_with('\r')) text.pop_back();
    return text;
}

const std::string& checked_text(const std::string& text, const std::string& name) {
    if (const auto why = detail::why_no_utf8(text); !why.empty()) throw error(error_kind::usage, name + ' ' + why);
    return text;
}

} // namespace corogql::cli
