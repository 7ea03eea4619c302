#include "cli/output/answer_file.hpp"

#include "cli/options/descriptors.hpp"
#include "values/text/plain_failure.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

namespace corogql::cli {

namespace {

std::string without_links(const std::string& path) {
    const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), &::free);
    return real ? real.get() : path;
}

std::string beside(const std::string& path, unsigned number) {
    return path + ".part-" + std::to_string(::getpid()) + (number == 0 ? "" : "-" + std::to_string(number));
}

} // namespace

answer_file::answer_file(std::string path) : path_(std::move(path)), target_(without_links(path_)) {
    struct stat old{};
    const bool exists = ::stat(target_.c_str(), &old) == 0;
    if (exists && S_ISDIR(old.st_mode)) {
        errno = EISDIR;
        fail();
    }
    if (exists && !S_ISREG(old.st_mode)) {
        descriptor_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor_ < 0) fail();
        return;
    }
    if (exists && ::access(target_.c_str(), W_OK) != 0) fail();
    for (unsigned number = 0; descriptor_ < 0; ++number) {
        temporary_ = beside(target_, number);
        // As any new file: readable for whom the umask lets.
        descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor_ < 0 && errno != EEXIST) {
            temporary_.clear();
            fail();
        }
    }
    if (exists) ::fchmod(descriptor_, old.st_mode & 07777);
}

answer_file::~answer_file() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void answer_file::write(std::string_view text) {
    errno = write_all(descriptor_, text);
    if (errno != 0) fail();
}

void answer_file::commit() {
    if (temporary_.empty()) return;
    if (::fsync(descriptor_) != 0 || ::rename(temporary_.c_str(), target_.c_str()) != 0) fail();
    temporary_.clear();
}

void answer_file::fail() const {
    throw detail::plain_failure(detail::plain_failure::of::config,
                                "cannot write the file " + path_ + ": " + std::strerror(errno));
}

} // namespace corogql::cli
