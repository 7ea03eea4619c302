#include "transport/http/file_reader.hpp"

#include <corogql/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace corogql::transport {

namespace {

error unusable(const std::string& path, const std::string& why) {
    return error(error_kind::usage, "the file " + path + " cannot be sent: " + why);
}

std::string last_system_error() { return std::generic_category().message(errno); }

} // namespace

file_reader::file_reader(const std::string& path)
    : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (file_ < 0) throw unusable(path, last_system_error());
    struct stat facts{};
    std::string why;
    if (::fstat(file_, &facts) != 0)
        why = last_system_error();
    else if (!S_ISREG(facts.st_mode))
        why = "it is no regular file";
    if (!why.empty()) {
        ::close(file_);
        throw unusable(path, why);
    }
    size_ = static_cast<std::uint64_t>(facts.st_size);
}

file_reader::~file_reader() { ::close(file_); }

std::size_t file_reader::read(asio::mutable_buffer into) {
    while (true) {
        const auto size = ::read(file_, into.data(), into.size());
        if (size >= 0) return static_cast<std::size_t>(size);
        if (errno != EINTR) throw unusable(path_, last_system_error());
    }
}

} // namespace corogql::transport
