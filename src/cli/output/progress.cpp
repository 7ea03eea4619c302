#include "cli/output/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace corogql::cli {

namespace {

using std::chrono::steady_clock;

bool terminal_moves() {
    const char* kind = std::getenv("TERM");
    return ::isatty(STDERR_FILENO) == 1 && kind && std::string_view(kind) != "dumb";
}

} // namespace

std::string format_bar(unsigned done, unsigned all, unsigned width) {
    const auto filled = all == 0 ? 0 : std::min(done, all) * width / all;
    return '[' + std::string(filled, '#') + std::string(width - filled, '.') + ']';
}

progress::progress(std::string text, bool wanted)
    : shown_(wanted && terminal_moves()), text_(std::move(text)), begun_(steady_clock::now()) {
    if (shown_) thread_ = std::thread([this] { spin(); });
}

progress::~progress() {
    if (!shown_) return;
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    changed_.notify_all();
    thread_.join();
    clear();
}

void progress::text(std::string value) {
    const std::lock_guard lock(mutex_);
    text_ = std::move(value);
}

void progress::bar(unsigned done, unsigned all) {
    const std::lock_guard lock(mutex_);
    bar_ = format_bar(done, all, 20) + ' ';
}

void progress::clear() {
    const std::lock_guard lock(mutex_);
    erase();
}

void progress::erase() {
    if (std::exchange(visible_, false)) std::fputs("\r\x1b[K", stderr);
}

void progress::draw() {
    constexpr std::string_view frames = "|/-\\";
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(steady_clock::now() - begun_).count();
    std::fprintf(stderr, "\r%c %s%s %llds\x1b[K", frames[frame_++ % frames.size()], bar_.c_str(), text_.c_str(),
                 static_cast<long long>(seconds));
    std::fflush(stderr);
    visible_ = true;
}

void progress::spin() {
    std::unique_lock lock(mutex_);
    // What is over at once shows nothing at all.
    while (!changed_.wait_for(lock, std::chrono::milliseconds(120), [this] { return ended_; })) draw();
}

} // namespace corogql::cli
