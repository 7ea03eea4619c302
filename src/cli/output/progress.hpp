/// A terminal shows progress while one waits; nothing is shown where stderr is none.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace corogql::cli {

/// A line on stderr that moves until this object is destroyed, and then is gone. The class is thread-safe.
class progress {
public:
    /// Shows `text`. With `wanted` false nothing is shown on a terminal, either.
    explicit progress(std::string text, bool wanted = true);
    ~progress();
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    void text(std::string value);
    /// Shows a bar as well, for `done` of `all`.
    void bar(unsigned done, unsigned all);
    /// Takes the line away, so that something else can be printed; the line comes again by itself.
    void clear();
    /// Prints with `print` while the line is away.
    template <class Print>
    auto aside(Print&& print) {
        const std::lock_guard lock(mutex_);
        erase();
        return print();
    }

private:
    void erase();
    void draw();
    void spin();

    const bool shown_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string text_, bar_;
    unsigned frame_ = 0;
    bool visible_ = false, ended_ = false;
    const std::chrono::steady_clock::time_point begun_;
    std::thread thread_;
};

/// Returns a bar such as "[######....]".
std::string format_bar(unsigned done, unsigned all, unsigned width);

} // namespace corogql::cli
