/// The blocking face in the standard library's ranges.
#include "../support/books_in_pages.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/blocking_generator.hpp>
#include <corogql/map.hpp>
#include <corogql/testing/server.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <ranges>
#include <vector>

using namespace corogql;
using test::books_in_pages;
using namespace corogql::testing;
using namespace std::chrono_literals;

static_assert(std::ranges::input_range<blocking_subscription>);
static_assert(std::ranges::input_range<blocking_pages>);
static_assert(std::ranges::input_range<blocking_generator<int>>);
static_assert(std::ranges::viewable_range<blocking_subscription>);
static_assert(std::same_as<std::ranges::range_reference_t<blocking_subscription>, event&>);

namespace {

int count_in(const event& from) { return from.data_as<int>("count"); }

} // namespace

TEST_CASE("blocking: a blocking subscription in views; what is taken waits for no more than that") {
    server server;
    blocking_client api(server.url());
    // The server would give the fourth in an hour.
    server.inject(fault::after_events(3).silence());
    auto counts = api.subscribe(request("subscription { count(to: 100) }"));
    std::vector<int> seen;
    for (const int each : counts | std::views::take(3) | std::views::transform(&count_in)) seen.push_back(each);
    CHECK(seen == std::vector{1, 2, 3});
    CHECK(!counts.done());
    counts.close();
    CHECK(std::ranges::distance(counts) == 0);
}

TEST_CASE("blocking: a subscription that a view owns, and one that goes on behind a view") {
    server server;
    blocking_client api(server.url());
    auto tail = api.subscribe(request("subscription { count(to: 6) }")) | std::views::drop(2) |
                std::views::transform(&count_in) | std::views::filter([](int each) { return each % 2 == 0; });
    std::vector<int> even;
    std::ranges::copy(tail, std::back_inserter(even));
    CHECK(even == std::vector{4, 6});

    auto counts = api.subscribe(request("subscription { count(to: 4) }"));
    for (const auto& first : counts | std::views::take(2)) CHECK(count_in(first) <= 2);
    std::vector<int> rest;
    for (auto& each : counts) rest.push_back(count_in(each));
    CHECK(rest == std::vector{3, 4});
}

TEST_CASE("blocking: blocking pages and generators in views") {
    server server;
    blocking_client api(server.url());
    std::vector<std::size_t> sizes;
    for (const auto size : api.paginate(books_in_pages(), page_options().page_size(3)) | std::views::take(2) |
                               std::views::transform(&page::size))
        sizes.push_back(size);
    CHECK(sizes == std::vector<std::size_t>{3, 3});
    CHECK(server.record().requests == 2); // none for a page behind those

    auto counts = api.subscribe(request("subscription { count(to: 5) }")).release();
    blocking_generator numbers(std::move(counts) | map(&count_in), api.loop());
    int sum = 0;
    for (const int each : numbers | std::views::take(3)) sum += each;
    CHECK(sum == 6);
    for (const int each : numbers) sum += each;
    CHECK(sum == 15);
}
