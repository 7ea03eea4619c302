// Cases of pagination: what servers make of pages.
#include "paged_scene.hpp"

using namespace corogql;
using namespace corogql::test;

TEST_CASE_FIXTURE(paged_scene,
                  "P1: more pages behind a cursor that is null, or that of before: the cursor did not change") {
    const std::string again = R"("hasNextPage":true,"endCursor":"c1")";
    for (const auto& second : {again, std::string(R"("hasNextPage":true,"endCursor":null)")}) {
        CAPTURE(second);
        asked.clear();
        answer([&](int number, auto&) { return number == 1 ? connection("1", again) : connection("2", second); });
        client api = connect();
        auto all = api.paginate(request("query($after: String) { a }"));
        CHECK(take(all) == list{1});
        CHECK(take(all) == list{2}); // its items are as good as any
        const auto seen = failure(all);
        check_error(seen, error_kind::protocol, error_phase::receive);
        CHECK(says(seen, "cursor did not change"));
        CHECK(says(seen, "page 2"));
        CHECK(all.done());
        CHECK(failure(all).kind() == seen.kind()); // again: it is the end
        CHECK(asked.size() == 2);
    }
}

TEST_CASE_FIXTURE(paged_scene, "P1: more pages behind a cursor that cannot be sent back as it came") {
    answer([](int, auto&) { return connection("1", R"("hasNextPage":true,"endCursor":123456789012345678901)"); });
    client api = connect();
    for (const bool prefetch : {false, true}) {
        CAPTURE(prefetch);
        asked.clear();
        auto all = api.paginate(numbers_document(), page_options().prefetch(prefetch));
        CHECK(take(all) == list{1});
        const auto seen = failure(all);
        check_error(seen, error_kind::decode, error_phase::decode);
        CHECK(says(seen, "cannot be sent back"));
        CHECK(all.done());
        CHECK(failure(all).kind() == seen.kind()); // again: it is the end
        CHECK(!all.cursor());
        CHECK(asked.size() == 1);
    }
}

TEST_CASE_FIXTURE(paged_scene, "P2: a cursor behind the last page is not followed") {
    answer([](int, auto&) { return connection("1", R"("hasNextPage":false,"endCursor":"c1")"); });
    client api = connect();
    auto all = api.paginate(request("query($after: String) { a }"));
    CHECK(take(all) == list{1});
    CHECK(all.done());
    CHECK(!take(all));
    CHECK(!take(all));
    CHECK(asked.size() == 1);
    CHECK(all.cursor() == json::value("c1")); // for what comes later
}

TEST_CASE_FIXTURE(paged_scene, "P3: an empty page with more behind it is no end; the greatest number of pages is") {
    answer([](int number, auto&) {
        return connection(number == 3 ? "7" : "", R"("hasNextPage":true,"endCursor":)" + std::to_string(number));
    });
    client api = connect();
    auto all = api.paginate(request("query($after: Int) { a }"), page_options().max_pages(4));
    CHECK(take(all) == list{});
    CHECK(take(all) == list{});
    CHECK(take(all) == list{7});
    CHECK(take(all) == list{});
    const auto seen = failure(all);
    check_error(seen, error_kind::limit, error_phase::none);
    CHECK(says(seen, "4 pages"));
    CHECK(says(seen, "max_pages"));
    CHECK(failure(all).kind() == seen.kind()); // again: it is the end
    CHECK(asked.size() == 4);
    CHECK(all.cursor() == json::value(4));
}

TEST_CASE_FIXTURE(paged_scene,
                  "P4: a page fails mid-way: what came before stays, and the same page is asked for again") {
    struct fault {
        std::string answer;
        error_kind kind;
    };
    const std::vector<fault> faults = {
        {"", error_kind::http},
        {R"({"data":null,"errors":[{"message":"busy"}]})", error_kind::graphql},
        {R"({"data":{"a":null}})", error_kind::decode},
    };
    for (const auto& each : faults)
        for (const bool prefetch : {false, true}) {
            CAPTURE(each.answer);
            CAPTURE(prefetch);
            asked.clear();
            const auto good = numbers(6, 2);
            answer([&](int number, auto& variables) { return number == 2 ? each.answer : good(number, variables); });
            client api = connect_once();
            auto all = api.paginate(numbers_document(), page_options().prefetch(prefetch));
            CHECK(take(all) == list{1, 2});
            CHECK(to_string(failure(all).kind()) == to_string(each.kind));
            CHECK(!all.done());
            CHECK(all.cursor() == json::value(2));
            CHECK(take(all) == list{3, 4}); // here,
            CHECK(asked.at(1) == asked.at(2));
            auto elsewhere = api.paginate(numbers_document(), page_options().start_from(*all.cursor()));
            CHECK(take(elsewhere) == list{5, 6}); // and in another walk
            CHECK(!take(elsewhere));
        }
}

TEST_CASE_FIXTURE(paged_scene, "P4: a page that can be had by a retry never fails") {
    const auto good = numbers(4, 2);
    answer([&](int number, auto& variables) { return number == 2 ? "" : good(number, variables); });
    client api = connect();
    auto all = api.paginate(numbers_document());
    CHECK(take(all) == list{1, 2});
    CHECK(take(all) == list{3, 4});
    CHECK(!take(all));
    CHECK(asked.size() == 3);
}

TEST_CASE_FIXTURE(paged_scene, "P5: backward, by before, last, hasPreviousPage and startCursor") {
    answer([](int number, auto&) {
        return number == 1 ? connection("5,6", R"("hasPreviousPage":true,"startCursor":"c5","hasNextPage":false)")
                           : connection("3,4", R"("hasPreviousPage":false,"startCursor":"c3","hasNextPage":true)");
    });
    client api = connect();
    auto all =
        api.paginate(request("query($before: String, $last: Int) { a }"), page_options().backward(true).page_size(2));
    CHECK(take(all) == list{5, 6});
    CHECK(take(all) == list{3, 4});
    CHECK(!take(all));
    CHECK(asked == std::vector<std::string>{R"({"last":2})", R"({"last":2,"before":"c5"})"});
}

TEST_CASE_FIXTURE(paged_scene, "P6: cursor, hasNextPage and one list; of two lists the error names the keys") {
    answer([](int number, auto&) {
        return std::string(R"({"data":{"getRuns":{"hasNextPage":)") + (number == 1 ? "true" : "false") +
               R"(,"cursor":"c)" + std::to_string(number) + R"(","__typename":"RunPage","runs":[)" +
               std::to_string(number) + "]}}}";
    });
    client api = connect();
    const request operation("query($getRunsData: GetRunsInput!) { getRuns(data: $getRunsData) { runs } }");
    auto all = api.paginate(operation, page_options().page_size(1));
    CHECK(take(all) == list{1});
    CHECK(take(all) == list{2});
    CHECK(!take(all));
    CHECK(asked ==
          std::vector<std::string>{R"({"getRunsData":{"limit":1}})", R"({"getRunsData":{"limit":1,"cursor":"c1"}})"});

    answer([](int, auto&) { return R"({"data":{"getRuns":{"hasNextPage":false,"runs":[1],"rows":[2]}}})"; });
    auto two = api.paginate(operation);
    const auto seen = failure(two);
    check_error(seen, error_kind::decode, error_phase::decode);
    CHECK(says(seen, "`runs` and `rows`"));
    CHECK(says(seen, "/data/getRuns"));
    auto named = api.paginate(operation, page_options().items("/data/getRuns/rows"));
    CHECK(take(named) == list{2});
}
