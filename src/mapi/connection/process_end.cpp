#include "mapi/connection/process_end.hpp"

#include "mapi/connection/default_connection.hpp"
#include "mapi/connection/sigterm_registry.hpp"
#include "mapi/connection/thread_pool.hpp"

#include <cstdlib>
#include <mutex>

#include <unistd.h>

namespace corogql::mapi::detail {

namespace {

pid_t preparer = 0;

void end() noexcept {
    if (::getpid() != preparer) return; // a child that was forked has none of the threads
    try {
        sigterm_registry::instance().await_drain();
        default_connection::instance().end();
        thread_pool::shared()->end();
    } catch (...) {
        // Nobody is left to be told.
    }
}

} // namespace

void prepare_process_end() {
    static std::once_flag once;
    std::call_once(once, [] {
        preparer = ::getpid();
        std::atexit(&end);
    });
}

} // namespace corogql::mapi::detail
