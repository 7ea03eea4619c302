#include "engine/subscriptions/event_queue.hpp"
#include "protocol/graphql/execution_result.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using engine::event_queue;

namespace {

/// A result as the websocket's reader hands it over.
struct incoming {
    explicit incoming(std::string json) : text(std::move(json)) {
        detail::json_scanner scanner(text);
        result = protocol::read_result_text(scanner);
    }
    std::string text;
    protocol::result_text result;
};

std::string numbered(int n, std::size_t padding = 0) {
    return R"({"data":{"n":)" + std::to_string(n) + R"(,"s":")" + std::string(padding, 'x') + R"("}})";
}

} // namespace

TEST_CASE("event queue: results come out as they went in, errors and extensions included") {
    event_queue queue(512);
    CHECK(queue.empty());
    const std::string text = R"({"errors":[{"message":"m"}],"data":{"a":1},"extensions":{"e":2}})";
    queue.push(incoming(text).result);
    CHECK(queue.size() == 1);
    CHECK(queue.bytes() == text.size());
    const auto event = queue.pop();
    CHECK(event.text() == text);
    CHECK(event.data().at("a") == 1);
    CHECK(event.errors().at(0).message == "m");
    CHECK(event.extensions().at("e") == 2);
    CHECK(event.notice() == nullptr);
    CHECK(queue.empty());
    CHECK(queue.bytes() == 0);
}

TEST_CASE("event queue: notices keep their place and do not count as bytes") {
    event_queue queue(512);
    queue.push(incoming(numbered(1)).result);
    stream_notice notice;
    notice.down = std::chrono::seconds(3);
    notice.attempts = 4;
    notice.resumed = true;
    queue.push(notice);
    queue.push(incoming(numbered(2)).result);
    CHECK(queue.size() == 3);
    CHECK(queue.bytes() == 2 * numbered(1).size());
    CHECK(queue.pop().data().at("n") == 1);
    const auto told = queue.pop();
    REQUIRE(told.notice() != nullptr);
    CHECK(told.notice()->down == std::chrono::seconds(3));
    CHECK(told.notice()->attempts == 4);
    CHECK(told.notice()->resumed);
    CHECK(told.text().empty());
    CHECK(queue.pop().data().at("n") == 2);
}

TEST_CASE("event queue: order holds while it grows, shrinks and its memory is used again") {
    event_queue queue(512);
    int in = 0, out = 0;
    for (int round = 0; round < 2000; ++round) {
        for (int i = 0; i < 1 + round % 7; ++i, ++in)
            queue.push(incoming(numbered(in, static_cast<std::size_t>(in * 37 % 5000))).result);
        for (int i = 0; i < 1 + round % 5 && !queue.empty(); ++i, ++out) REQUIRE(queue.pop().data().at("n") == out);
    }
    while (!queue.empty()) REQUIRE(queue.pop().data().at("n") == out++);
    CHECK(in == out);
    CHECK(queue.bytes() == 0);
}

TEST_CASE("event queue: cut behind the first few, wherever they lie") {
    event_queue queue(512);
    for (int n = 0; n < 10; ++n) queue.push(incoming(numbered(n)).result);
    for (int n = 0; n < 3; ++n) queue.pop();
    queue.push(stream_notice());
    queue.cut(20);
    CHECK(queue.size() == 8);
    queue.cut(2);
    CHECK(queue.size() == 2);
    CHECK(queue.bytes() == numbered(3).size() + numbered(4).size());
    queue.push(incoming(numbered(77)).result);
    for (const int n : {3, 4, 77}) CHECK(queue.pop().text() == numbered(n));
    CHECK(queue.empty());
    queue.push(incoming(numbered(1)).result);
    queue.cut(0);
    CHECK(queue.empty());
    CHECK(queue.bytes() == 0);
}

TEST_CASE("event queue: cut, dropped and cleared where large results and steps lie between") {
    constexpr std::size_t large = 2000;
    const auto steps = std::make_shared<engine::result_steps>(1'000'000, 512);
    steps->add(std::make_shared<const std::string>(R"({"data":{"n":-1},"hasNext":true})"));
    event_queue queue(512);
    const auto fill = [&] {
        for (int n = 0; n < 4; ++n) {
            queue.push(incoming(numbered(n)).result);
            queue.push(steps, 7);
            queue.push(incoming(numbered(10 + n, large)).result);
        }
    };
    const auto take = [&] { return queue.pop().data().at("n").as_int64(); };
    fill();
    for (const int n : {0, -1, 10, 1}) CHECK(take() == n);
    CHECK_FALSE(queue.drop()); // steps
    CHECK_FALSE(queue.drop()); // a large one
    queue.cut(4);
    CHECK(queue.size() == 4);
    CHECK(queue.bytes() == numbered(2).size() + 7 + numbered(12, large).size() + numbered(3).size());
    queue.push(incoming(numbered(77, large)).result);
    for (const int n : {2, -1, 12, 3, 77}) CHECK(take() == n);
    CHECK(queue.empty());
    CHECK(queue.bytes() == 0);
    fill();
    take();
    queue.clear();
    fill();
    for (int n = 0; n < 4; ++n)
        for (const int each : {n, -1, 10 + n}) CHECK(take() == each);
    CHECK(queue.empty());
}

TEST_CASE("event queue: cleared") {
    event_queue queue(512);
    queue.push(incoming(numbered(1)).result);
    queue.push(incoming(numbered(2, 100'000)).result);
    queue.clear();
    CHECK(queue.empty());
    CHECK(queue.bytes() == 0);
    queue.push(incoming(numbered(3)).result);
    CHECK(queue.pop().data().at("n") == 3);
}
