#include "codegen/names.hpp"

#include <corogql/names.hpp>

#include <algorithm>
#include <array>

namespace corogql::codegen {

namespace {

/// Macros that headers of C, POSIX and Windows define, and that people give to fields and enum values all the same.
constexpr auto macros = std::to_array<std::string_view>(
    {"BUFSIZ",       "CHAR_BIT",  "CHAR_MAX",     "CHAR_MIN",     "CONST",       "DELETE",   "DOMAIN",
     "E2BIG",        "EACCES",    "EADDRINUSE",   "EAGAIN",       "EALREADY",    "EBADF",    "EBUSY",
     "ECANCELED",    "ECHILD",    "ECONNABORTED", "ECONNREFUSED", "ECONNRESET",  "EDEADLK",  "EDOM",
     "EEXIST",       "EFAULT",    "EFBIG",        "EHOSTUNREACH", "EINPROGRESS", "EINTR",    "EINVAL",
     "EIO",          "EISCONN",   "EISDIR",       "ELOOP",        "EMFILE",      "EMLINK",   "EMSGSIZE",
     "ENETDOWN",     "ENFILE",    "ENOBUFS",      "ENODEV",       "ENOENT",      "ENOMEM",   "ENOSPC",
     "ENOSYS",       "ENOTCONN",  "ENOTDIR",      "ENOTEMPTY",    "ENOTSUP",     "ENXIO",    "EOF",
     "EOVERFLOW",    "EPERM",     "EPIPE",        "EPROTO",       "ERANGE",      "EROFS",    "ERROR",
     "ESPIPE",       "ESRCH",     "ESTALE",       "ETIME",        "ETIMEDOUT",   "EXDEV",    "EXIT_FAILURE",
     "EXIT_SUCCESS", "FALSE",     "FAR",          "FILENAME_MAX", "FOPEN_MAX",   "HUGE",     "HUGE_VAL",
     "IGNORE",       "IN",        "INFINITE",     "INFINITY",     "INTERFACE",   "INT_MAX",  "INT_MIN",
     "LONG_MAX",     "LONG_MIN",  "MAXPATHLEN",   "NAN",          "NEAR",        "NO_ERROR", "NULL",
     "OPTIONAL",     "OUT",       "OVERFLOW",     "PASCAL",       "PATH_MAX",    "PLOSS",    "RAND_MAX",
     "SEEK_CUR",     "SEEK_END",  "SEEK_SET",     "SIGABRT",      "SIGALRM",     "SIGCHLD",  "SIGFPE",
     "SIGHUP",       "SIGILL",    "SIGINT",       "SIGKILL",      "SIGPIPE",     "SIGSEGV",  "SIGTERM",
     "SIGUSR1",      "SIGUSR2",   "SING",         "SIZE_MAX",     "STRICT",      "THIS",     "TLOSS",
     "TRUE",         "UNDERFLOW", "VOID",         "alloca",       "assert",      "errno",    "i386",
     "linux",        "major",     "makedev",      "max",          "min",         "minor",    "offsetof",
     "setjmp",       "signals",   "slots",        "emit",         "stderr",      "stdin",    "stdout",
     "unix",         "va_arg",    "va_copy",      "va_end",       "va_start"});

template <class Words>
bool holds(const Words& words, std::string_view name) {
    return std::find(words.begin(), words.end(), name) != words.end();
}

bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }

/// Returns created_at for createdAt, http_status for HTTPStatus, and already_so as it is.
std::string snake_case(std::string_view name) {
    std::string result;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (!is_upper(name[i])) {
            result += name[i];
            continue;
        }
        const bool behind_word = i > 0 && name[i - 1] != '_' && !is_upper(name[i - 1]);
        const bool begins_word = i > 0 && is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1]);
        if (behind_word || begins_word) result += '_';
        result += static_cast<char>(name[i] - 'A' + 'a');
    }
    return result;
}

} // namespace

std::string cpp_name(std::string_view name) {
    const bool taken = name.starts_with("__") || holds(detail::cpp_keywords, name) || holds(macros, name);
    return std::string(name) + (taken ? "_" : "");
}

std::string member_name(std::string_view name, casing how) {
    return cpp_name(how == casing::snake ? snake_case(name) : std::string(name));
}

bool is_namespace(std::string_view text) {
    const auto end = text.find("::");
    const auto name = text.substr(0, end);
    const bool good = !name.empty() && (name.front() < '0' || name.front() > '9') && cpp_name(name) == name &&
                      std::all_of(name.begin(), name.end(), [](char c) {
                          return is_upper(c) || is_lower(c) || c == '_' || (c >= '0' && c <= '9');
                      });
    return good && (end == text.npos || is_namespace(text.substr(end + 2)));
}

std::string capitalized(std::string_view name) {
    std::string result(name);
    if (!result.empty() && is_lower(result.front())) result.front() = static_cast<char>(result.front() - 'a' + 'A');
    return result;
}

std::string free_name(const std::vector<std::string>& wanted, const std::vector<std::string>& taken) {
    for (const auto& each : wanted)
        if (!holds(taken, each)) return each;
    auto name = wanted.back() + '_';
    while (holds(taken, name)) name += '_';
    return name;
}

} // namespace corogql::codegen
