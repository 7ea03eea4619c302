/// A child is a program of its own, whose output the test reads.
#pragma once

#include <doctest/doctest.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace corogql::test {

class child {
public:
    /// Starts the program that this environment variable names.
    child(const char* variable, std::vector<std::string> arguments) {
        const char* path = std::getenv(variable);
        REQUIRE_MESSAGE(path != nullptr, "run it with meson test, which sets " << variable);
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        ::posix_spawn_file_actions_addclose(&actions, ends[0]);
        arguments.insert(arguments.begin(), path);
        std::vector<char*> words;
        for (auto& word : arguments) words.push_back(word.data());
        words.push_back(nullptr);
        REQUIRE(::posix_spawn(&id_, path, &actions, nullptr, words.data(), environ) == 0);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        output_ = ends[0];
    }
    ~child() {
        if (id_ > 0) {
            ::kill(id_, SIGKILL);
            wait();
        }
        ::close(output_);
    }
    child(const child&) = delete;
    child& operator=(const child&) = delete;

    /// Reads up to `most` bytes; fewer only at the end.
    std::string read(std::size_t most = std::string::npos) const {
        std::string text;
        char buffer[4096];
        while (text.size() < most) {
            const auto size = ::read(output_, buffer, std::min(sizeof buffer, most - text.size()));
            if (size <= 0) break;
            text.append(buffer, static_cast<std::size_t>(size));
        }
        return text;
    }
    void terminate() const { ::kill(id_, SIGTERM); }
    /// Waits for the program's end, and returns the status as waitpid() says it.
    int wait() {
        int status = 0;
        ::waitpid(id_, &status, 0);
        id_ = 0;
        return status;
    }

private:
    pid_t id_ = 0;
    int output_ = -1;
};

} // namespace corogql::test
