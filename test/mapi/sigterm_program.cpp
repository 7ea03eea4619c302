/// Sends half of its requests protected, says when all are begun, and waits for SIGTERM: the test is its parent. With
/// "leave" it returns from main() as soon as an unprotected one is cancelled, with "close" it closes before.
#include "support.hpp"

#include <corogql/mapi/sigterm.hpp>

#include <cstdio>
#include <future>

using namespace corogql;
using namespace std::chrono_literals;

namespace {

void say(const char* what) {
    std::puts(what);
    std::fflush(stdout);
}

} // namespace

int main(int count, char** arguments) {
    if (count != 5) return 2;
    const std::string manner = arguments[4];
    mapi::connection_options options;
    options.endpoint(arguments[1]).api_key("key").variables(mapi::fixed_environment({}));
    options.retry(mapi::retry_policy().initial(1h).max(1h));
    const int each = std::atoi(arguments[2]);
    std::promise<void> begun; // the answers may be here before the last request is
    options.log([left = 2 * each, told = begun.get_future().share()](std::string_view line) mutable {
        if (line.find("; next in ") == line.npos || --left > 0) return;
        told.wait();
        say("waiting");
    });
    const auto drain = std::chrono::milliseconds(std::atoi(arguments[3]));
    mapi::set_sigterm_drain_timeout(drain < 0ms ? std::chrono::nanoseconds::max() : drain);
    mapi::connection connection(options);
    std::vector<pending<test::named_run>> requests;
    for (int i = 0; i < each; ++i) {
        requests.push_back(connection.start_singular<test::named_run>(test::create_run("plain-" + std::to_string(i))));
        requests.push_back(
            connection.start_singular<test::named_run>(test::create_run("kept-" + std::to_string(i)).protect(true)));
    }
    say("begun");
    begun.set_value();
    for (auto& request : requests) {
        try {
            request.get();
        } catch (const std::exception&) {
            if (manner == "close") connection.close();
            if (manner != "stay") return 0;
        }
    }
    while (true) ::pause();
}
