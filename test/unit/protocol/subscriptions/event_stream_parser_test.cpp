#include "protocol/subscriptions/event_stream_parser.hpp"

#include "../../../support/caught.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

using namespace corogql;
using namespace corogql::protocol;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

namespace {

using event_kind = server_sent_event::kind;

struct seen_event {
    event_kind what;
    std::string type, data, last_id;
    bool operator==(const seen_event&) const = default;
};

/// Feeds a stream and keeps what comes out of it, and what stops it.
class event_collector {
public:
    explicit event_collector(std::size_t limit = 1'000'000) : parser(limit) {}

    void put(std::string_view piece) {
        const std::string memory(piece); // of its own, so that a view that outlives it shows
        try {
            parser.put(memory);
            while (const auto event = parser.next())
                events.push_back(
                    {event->what, std::string(event->type), std::string(event->data), parser.last_event_id()});
        } catch (const error& refused) {
            CHECK(to_string(refused.kind()) == "limit");
            failure = refused.what();
        }
    }

    event_stream_parser parser;
    std::vector<seen_event> events;
    std::string failure;
};

std::vector<seen_event> events_of(std::string_view stream) {
    event_collector collector;
    collector.put(stream);
    CHECK(collector.failure.empty());
    return collector.events;
}

seen_event plain_event(std::string data) { return {event_kind::event, "message", std::move(data), ""}; }

/// The words of the specification, one after the other, over a stream that is all there.
struct reference_reader {
    std::vector<seen_event> events;
    std::string type, data, id, last_id;

    explicit reference_reader(std::string_view stream) {
        if (stream.starts_with("\xEF\xBB\xBF")) stream.remove_prefix(3);
        while (!stream.empty()) {
            const auto end = stream.find_first_of("\r\n");
            if (end == stream.npos) break;
            line(stream.substr(0, end));
            stream.remove_prefix(end + (stream.substr(end).starts_with("\r\n") ? 2 : 1));
        }
    }

    void line(std::string_view text) {
        if (text.empty()) return dispatch();
        if (text[0] == ':')
            return void(events.push_back({event_kind::comment, "", std::string(text.substr(1)), last_id}));
        const auto colon = std::min(text.find(':'), text.size());
        auto value = text.substr(std::min(colon + 1, text.size()));
        if (value.starts_with(' ')) value.remove_prefix(1);
        const auto name = text.substr(0, colon);
        if (name == "data") (data += value) += '\n';
        if (name == "event") type = value;
        if (name == "id" && value.find('\0') == value.npos) id = value;
    }

    void dispatch() {
        last_id = id;
        if (!data.empty())
            events.push_back(
                {event_kind::event, type.empty() ? "message" : type, data.substr(0, data.size() - 1), last_id});
        else if (!type.empty())
            events.push_back({event_kind::no_data, type, "", last_id});
        type.clear();
        data.clear();
    }
};

} // namespace

TEST_CASE("event stream: fields make events, a blank line ends them (S1)") {
    CHECK(events_of("event: next\ndata: {\"data\":1}\n\n") ==
          std::vector<seen_event>{{event_kind::event, "next", "{\"data\":1}", ""}});
    CHECK(events_of("data: a\n\ndata: b\n\n") == std::vector{plain_event("a"), plain_event("b")});
    CHECK(events_of("event: complete\n\n") == std::vector<seen_event>{{event_kind::no_data, "complete", "", ""}});
    CHECK(events_of("event: complete\ndata:\n\n") == std::vector<seen_event>{{event_kind::event, "complete", "", ""}});
    CHECK(events_of("data\n\ndata\ndata\n\n") == std::vector{plain_event(""), plain_event("\n")});
    CHECK(events_of("\n\n\n").empty());
    CHECK(events_of("event: a\nevent: b\nevent\ndata: x\n\n") == std::vector{plain_event("x")});
}

TEST_CASE("event stream: LF, CR and CRLF end a line, wherever the pieces part (S4)") {
    for (const auto newline : {"\n"sv, "\r"sv, "\r\n"sv}) {
        std::string stream;
        for (const auto line : {"event: next"sv, "data: 1"sv, ""sv, ":"sv, "data: 2"sv, ""sv}) {
            stream += line;
            stream += newline;
        }
        const std::vector<seen_event> expected{
            {event_kind::event, "next", "1", ""}, {event_kind::comment, "", "", ""}, plain_event("2")};
        CHECK(events_of(stream) == expected);
        for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
            event_collector collector;
            collector.put(stream.substr(0, cut));
            collector.put("");
            collector.put(stream.substr(cut));
            CHECK(collector.events == expected);
        }
    }
    CHECK(events_of("data: 1\r\n\rdata: 2\n\r") == std::vector{plain_event("1"), plain_event("2")});
}

TEST_CASE("event stream: an event is there with the first byte of its blank line's end") {
    event_collector collector;
    collector.put("data: 1\r\n\r");
    CHECK(collector.events == std::vector{plain_event("1")});
    collector.put("\ndata: 2\r\n\r");
    CHECK(collector.events == std::vector{plain_event("1"), plain_event("2")});
}

TEST_CASE("event stream: several lines of data, one space, comments, a byte order mark (S5)") {
    CHECK(events_of("data:a\ndata: b\ndata:  c\ndata\n\n") == std::vector{plain_event("a\nb\n c\n")});
    CHECK(events_of("data: 1\n: still here\ndata: 2\n\n") ==
          std::vector<seen_event>{{event_kind::comment, "", " still here", ""}, plain_event("1\n2")});
    CHECK(events_of("\xEF\xBB\xBF"
                    "data: 1\n\n") == std::vector{plain_event("1")});
    CHECK(events_of("\xEF\xBB\xBF\xEF\xBB\xBF"
                    "data: 1\n\n")
              .empty());
    CHECK(events_of("data: 1\n\n\xEF\xBB\xBF"
                    "data: 2\n\n") == std::vector{plain_event("1")});
    CHECK(events_of("\xEF\xBB\xBF:\n") == std::vector<seen_event>{{event_kind::comment, "", "", ""}});
}

TEST_CASE("event stream: the id is the last one with the end of its block, data or not (S6)") {
    event_collector collector;
    collector.put("id: 7\ndata: a\n");
    CHECK(collector.parser.last_event_id().empty());
    collector.put("\n");
    CHECK(collector.parser.last_event_id() == "7");
    collector.put("data: b\n\n");
    CHECK(collector.parser.last_event_id() == "7");
    collector.put("id: x\0y\n\n"sv);
    CHECK(collector.parser.last_event_id() == "7");
    collector.put("id:8\n\n");
    CHECK(collector.parser.last_event_id() == "8");
    collector.put("id\n\n");
    CHECK(collector.parser.last_event_id().empty());
    CHECK(collector.events ==
          std::vector<seen_event>{{event_kind::event, "message", "a", "7"}, {event_kind::event, "message", "b", "7"}});
}

TEST_CASE("event stream: retry is taken when it is digits (S6)") {
    event_collector collector;
    for (const auto line : {"retry:\n", "retry: -1\n", "retry: 1s\n", "retry: 0x10\n", "retry:  5\n", "retry\n"}) {
        collector.put(line);
        CHECK(!collector.parser.retry());
    }
    collector.put("retry: 1500\n");
    CHECK(collector.parser.retry() == 1500ms);
    collector.put("retry:0\n");
    CHECK(collector.parser.retry() == 0ms);
    collector.put("retry: 99999999999999999999999999\n");
    CHECK(collector.parser.retry() == 24h);
    CHECK(collector.events.empty());
}

TEST_CASE("event stream: unknown fields, half an event at the end") {
    CHECK(events_of("Data: 1\ndata : 2\n data: 3\nx\n\n").empty());
    CHECK(events_of("data: 1\n\nevent: next\ndata: 2\n") == std::vector{plain_event("1")});
    CHECK(events_of("data: 1\n\nevent: complete") == std::vector{plain_event("1")});
}

TEST_CASE("event stream: what is larger than the limit is refused, whole or not (S10)") {
    const std::string event = "event: next\ndata: 0123456789\n\n"; // 29 bytes before the blank line
    for (const std::size_t limit : {29u, 28u}) {
        for (const std::size_t piece : {std::size_t(1), std::size_t(7), event.size()}) {
            event_collector collector(limit);
            const auto stream = ":\n" + event + event;
            for (std::size_t at = 0; at < stream.size() && collector.failure.empty(); at += piece)
                collector.put(std::string_view(stream).substr(at, piece));
            CHECK(collector.events.size() == (limit == 29 ? 3 : 1));
            CHECK(collector.failure ==
                  (limit == 29 ? "" : "an event is larger than 28 bytes (option max_message_size)"));
        }
    }
    event_collector exact(18); // the LF of the blank line before is no part of an event
    for (int i = 0; i < 3; ++i) exact.put("data: 0123456789\r\n\r\n");
    CHECK(exact.events.size() == 3);
    event_collector endless(100);
    for (int i = 0; i < 11; ++i) endless.put("0123456789");
    CHECK(endless.failure == "an event is larger than 100 bytes (option max_message_size)");
}

TEST_CASE("event stream: comments without end take no memory and are all reported (S7)") {
    event_collector collector(10);
    for (int i = 0; i < 100; ++i) collector.put(":\n");
    collector.put("id: 1\nretry: 2\nx: y\n");
    for (int i = 0; i < 100; ++i) collector.put(": beep\n");
    CHECK(collector.events.size() == 200);
    CHECK(collector.failure.empty());
}

TEST_CASE("event stream: what lies whole in a piece is not copied") {
    const std::string piece = "event: next\ndata: {}\n\n";
    event_stream_parser parser(1000);
    parser.put(piece);
    const auto event = parser.next();
    REQUIRE(event);
    CHECK(event->data.data() == piece.data() + 18);
    CHECK(event->type.data() == piece.data() + 7);
    CHECK(!parser.next());
    CHECK(!parser.next());
}

TEST_CASE("event stream: 20,000 random streams are read as the specification says, whole and in pieces") {
    std::mt19937 random(4711);
    const auto below = [&](std::size_t count) { return random() % count; };
    constexpr std::string_view parts[] = {"data: {\"a\":1}",
                                          "data:",
                                          "data",
                                          "event: next",
                                          "event:complete",
                                          ":",
                                          ": x",
                                          "id: 1",
                                          "id",
                                          "retry: 7",
                                          "x: y",
                                          "\n",
                                          "\n",
                                          "\n\n",
                                          "\r",
                                          "\r\n",
                                          "\r\n\r\n",
                                          "\xEF\xBB\xBF",
                                          "\0"sv,
                                          " ",
                                          "data: \xc3\xa9"};
    std::size_t total = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string stream;
        for (auto left = below(24); left > 0; --left) {
            stream += parts[below(std::size(parts))];
            if (below(3)) stream += '\n';
        }
        CAPTURE(stream);
        const reference_reader expected(stream);
        REQUIRE(events_of(stream) == expected.events);
        event_collector collector;
        for (std::size_t at = 0; at < stream.size();) {
            const auto size = 1 + below(12);
            collector.put(std::string_view(stream).substr(at, size));
            at += size;
        }
        REQUIRE(collector.events == expected.events);
        REQUIRE(collector.parser.last_event_id() == expected.last_id);
        total += expected.events.size();
    }
    CHECK(total > 30'000);
}
