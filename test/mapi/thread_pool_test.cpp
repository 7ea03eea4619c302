#include "mapi/connection/thread_pool.hpp"

#include "../support/caught.hpp"

#include <corogql/mapi/sigterm.hpp>
#include <corogql/mapi/thread_pool.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

#include <pthread.h>

#include <atomic>
#include <latch>
#include <set>

using namespace corogql;
using namespace corogql::mapi;
using namespace corogql::test;
namespace asio = boost::asio;

TEST_CASE("mapi thread pool: results, exceptions, arguments") {
    CHECK(run_in_threadpool([](int a, std::string b) { return b + std::to_string(a); }, 1, std::string("x")).get() ==
          "x1");
    CHECK_THROWS_AS(run_in_threadpool([]() -> int { throw std::out_of_range("o"); }).get(), std::out_of_range);
    run_in_threadpool([] {}).get();
    const auto name = run_in_threadpool([] {
                          char text[16];
                          ::pthread_getname_np(::pthread_self(), text, sizeof text);
                          return std::string(text);
                      }).get();
    CHECK(name.starts_with("mosaicml-api"));
}

TEST_CASE("mapi thread pool: ten at once, more wait their turn; what waits can be cancelled, and protected") {
    std::latch ten(10), go(1);
    std::atomic<int> running{0};
    std::vector<task<void>> blocked;
    for (int i = 0; i < 10; ++i)
        blocked.push_back(run_in_threadpool([&] {
            ++running;
            ten.count_down();
            go.wait();
        }));
    ten.wait();
    auto queued = run_in_threadpool([&] { ++running; });
    auto kept = run_in_threadpool([&] { return ++running; });
    protect_future_from_sigterm(kept);
    CHECK(protected_futures() == 1);
    auto dropped = run_in_threadpool([&] { ++running; });
    dropped.cancel();
    CHECK(caught_as<boost::system::system_error>([&] { dropped.get(); }).code() == asio::error::operation_aborted);
    cancel_unprotected_futures();
    CHECK(caught_as<boost::system::system_error>([&] { queued.get(); }).code() == asio::error::operation_aborted);
    CHECK(running == 10);
    go.count_down();
    CHECK(kept.get() == 11);
    for (auto& one : blocked) one.get();
    while (protected_futures() != 0) std::this_thread::yield();
}
