/// Sends half of its requests protected, says when all are begun, and waits for SIGTERM: the test is its parent.
#include "support.hpp"

#include <corogql/mapi/sigterm.hpp>

#include <cstdio>

using namespace corogql;

int main(int count, char** arguments) {
    if (count != 4) return 2;
    mapi::connection_options options;
    options.endpoint(arguments[1]).api_key("key").variables(mapi::fixed_environment({}));
    mapi::set_sigterm_drain_timeout(std::chrono::milliseconds(std::atoi(arguments[3])));
    mapi::connection connection(options);
    std::vector<pending<test::named_run>> requests;
    const int each = std::atoi(arguments[2]);
    for (int i = 0; i < each; ++i) {
        requests.push_back(connection.start_singular<test::named_run>(test::create_run("plain-" + std::to_string(i))));
        requests.push_back(
            connection.start_singular<test::named_run>(test::create_run("kept-" + std::to_string(i)).protect(true)));
    }
    std::puts("begun");
    std::fflush(stdout);
    for (auto& request : requests) {
        try {
            request.get();
        } catch (const std::exception&) {
        }
    }
    while (true) ::pause();
}
