#include "cli/options/input.hpp"

#include "cli/output/report.hpp"
#include "values/text/text_file.hpp"

#include <corogql/error.hpp>

#include <cerrno>
#include <cstring>

#include <iostream>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace corogql::cli {

namespace {

std::string read_all_of_stdin() {
    std::string text;
    char room[64 * 1024];
    while (const auto size = ::read(STDIN_FILENO, room, sizeof room)) {
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) throw error(error_kind::config, std::string("cannot read stdin: ") + std::strerror(errno));
        text.append(room, static_cast<std::size_t>(size));
    }
    return text;
}

} // namespace

std::string read_standard_input() { return detail::checked_text_file(read_all_of_stdin(), "stdin"); }

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

} // namespace corogql::cli
