/// Ends while a request is without an answer and a stream waits: the test looks whether it does.
#include "support.hpp"

#include <corogql/mapi/stream.hpp>

#include <cstdio>

using namespace corogql;

int main(int count, char** arguments) {
    if (count != 2) return 2;
    ::setenv("MOSAICML_API_ENDPOINT", arguments[1], 1);
    ::setenv("MOSAICML_API_KEY", "key", 1);
    auto mapi = mapi::connection::current();
    auto answer = mapi.start_plural<test::named_run>(test::get_runs());
    static auto numbers = mapi::subscribe<int>(mapi, mapi::operation("subscription { count(to: 1) }", "count"));
    auto number = numbers.next_future();
    answer.wait_for(std::chrono::milliseconds(50));
    std::puts("begun");
    std::fflush(stdout);
    return 3;
}
