// Any bytes as the MAPI configuration file: read, or refused as what they are.
#include "fuzz.hpp"

#include <corogql/mapi/config.hpp>
#include <corogql/mapi/error.hpp>

#include <string>
#include <sys/mman.h>
#include <unistd.h>

using namespace corogql;
using namespace corogql::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const int file = ::memfd_create("config", 0);
    static const auto path = "/proc/self/fd/" + std::to_string(file);
    require(::ftruncate(file, 0) == 0 && ::pwrite(file, data, size, 0) == static_cast<::ssize_t>(size));
    try {
        mapi::config::load(path);
    } catch (const mapi::config_error& refused) {
        require(*refused.what() != '\0');
    }
    return 0;
}
