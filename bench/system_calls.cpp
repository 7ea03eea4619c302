// Times the system calls of a network loop, of whatever library: the rest of a busy thread's time is its own.
#include "measure.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

using std::chrono::steady_clock;

thread_local steady_clock::duration spent{0};

long word(int value) { return value; }
long word(std::size_t value) { return static_cast<long>(value); }
long word(const void* value) { return reinterpret_cast<long>(value); }

template <class... Arguments>
long timed(long call, Arguments... arguments) {
    const auto begin = steady_clock::now();
    const long result = ::syscall(call, word(arguments)...);
    spent += steady_clock::now() - begin;
    return result;
}

} // namespace

extern "C" {

ssize_t read(int file, void* bytes, std::size_t size) { return timed(SYS_read, file, bytes, size); }
ssize_t write(int file, const void* bytes, std::size_t size) { return timed(SYS_write, file, bytes, size); }
ssize_t send(int socket, const void* bytes, std::size_t size, int flags) {
    return timed(SYS_sendto, socket, bytes, size, flags, nullptr, 0);
}
ssize_t sendmsg(int socket, const msghdr* message, int flags) { return timed(SYS_sendmsg, socket, message, flags); }
ssize_t recv(int socket, void* bytes, std::size_t size, int flags) {
    return timed(SYS_recvfrom, socket, bytes, size, flags, nullptr, nullptr);
}
ssize_t recvmsg(int socket, msghdr* message, int flags) { return timed(SYS_recvmsg, socket, message, flags); }
int epoll_wait(int poll, epoll_event* events, int most, int timeout) {
    return static_cast<int>(timed(SYS_epoll_pwait, poll, events, most, timeout, nullptr, std::size_t{8}));
}
}

namespace corogql::bench {

steady_clock::duration in_system_calls() noexcept { return spent; }

} // namespace corogql::bench
