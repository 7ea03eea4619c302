/// Ends while a request is without an answer, a stream waits and a task of the pool uses the default connection: the
/// test looks whether it does. So does a child that it forks.
#include "support.hpp"

#include <corogql/mapi/stream.hpp>

#include <cstdio>
#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

using namespace corogql;

int main(int count, char** arguments) {
    if (count != 2) return 2;
    ::setenv("MOSAICML_API_ENDPOINT", arguments[1], 1);
    ::setenv("MOSAICML_API_KEY", "key", 1);
    auto mapi = mapi::connection::current();
    auto answer = mapi.start_plural<test::named_run>(test::list_runs());
    static auto numbers = mapi::subscribe<int>(mapi, mapi::operation("subscription { count(to: 1) }", "count"));
    auto number = numbers.async_next(asio::use_future);
    answer.wait_for(std::chrono::milliseconds(50));
    auto task = mapi::run_in_threadpool([] {
        while (true) mapi::connection::current().start_plural<test::named_run>(test::list_runs()).get();
    });
    if (const auto child = ::fork(); child == 0) {
        std::exit(4); // with none of the threads
    } else {
        int status = 0;
        ::waitpid(child, &status, 0);
        if (WEXITSTATUS(status) != 4) return 5;
    }
    std::puts("begun");
    std::fflush(stdout);
    return 3;
}
