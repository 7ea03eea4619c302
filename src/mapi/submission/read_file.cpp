#include "mapi/submission/read_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace corogql::mapi::detail {

std::string read_file(const std::filesystem::path& file) {
    // A stream tells neither why it failed nor that a directory is none.
    const auto fail = [] { throw std::system_error(errno, std::generic_category()); };
    struct open_file {
        int descriptor;
        ~open_file() {
            if (descriptor >= 0) ::close(descriptor);
        }
    };
    const open_file opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (opened.descriptor < 0) fail();
    std::string text;
    char buffer[4096];
    while (true) {
        const auto size = ::read(opened.descriptor, buffer, sizeof buffer);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) fail();
        if (size == 0) return text;
        text.append(buffer, static_cast<std::size_t>(size));
    }
}

} // namespace corogql::mapi::detail
