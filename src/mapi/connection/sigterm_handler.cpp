/// The signal goes through a handler, a pipe and a thread.
#include "mapi/connection/process_end.hpp"
#include "mapi/connection/sigterm_registry.hpp"

#include <corogql/mapi/sigterm.hpp>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <thread>

namespace corogql::mapi {

namespace {

int wake_pipe[2] = {-1, -1};

pid_t installer = 0;

void on_sigterm(int) {
    const int saved = errno;
    if (::getpid() != installer) { // a child that was forked has the handler, but not the thread that serves it
        ::signal(SIGTERM, SIG_DFL);
        ::raise(SIGTERM);
        return;
    }
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(wake_pipe[1], &byte, 1);
    errno = saved;
}

class handler {
public:
    static handler& instance() {
        static auto& only = *new handler; // the signal may come at any time
        return only;
    }

    void install() {
        const std::lock_guard lock(mutex_);
        if (installed_) return;
        detail::prepare_process_end();
        if (wake_pipe[0] < 0) start();
        struct sigaction ours{};
        ours.sa_handler = &on_sigterm;
        ours.sa_flags = SA_RESTART;
        sigemptyset(&ours.sa_mask);
        if (::sigaction(SIGTERM, &ours, &former_) != 0)
            throw std::system_error(errno, std::generic_category(), "SIGTERM cannot be handled");
        installed_ = true;
    }

private:
    void start() {
        if (::pipe2(wake_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
            throw std::system_error(errno, std::generic_category(), "no pipe for SIGTERM");
        ::fcntl(wake_pipe[0], F_SETFL, 0); // its reader blocks, its writer never does
        installer = ::getpid();
        // The thread is no place for the program's own handlers: they may end the process, which waits for this thread.
        sigset_t all, before;
        sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before);
        std::thread([this] { serve(); }).detach();
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }

    void serve() {
        while (true) {
            char byte = 0;
            if (::read(wake_pipe[0], &byte, 1) != 1) continue;
            detail::sigterm_registry::instance().drain();
            {
                const std::lock_guard lock(mutex_);
                ::sigaction(SIGTERM, &former_, nullptr);
                installed_ = false;
            }
            ::kill(::getpid(), SIGTERM);
            detail::sigterm_registry::instance().end_drain();
        }
    }

    std::mutex mutex_;
    bool installed_ = false;
    struct sigaction former_{};
};

} // namespace

void set_protecting_sigterm_handler() { handler::instance().install(); }

} // namespace corogql::mapi
