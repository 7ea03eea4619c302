/// What nearly all messages are is read in a quick way, which a space in front of a message rules out: both ways find
/// the same in whatever comes.
#include "protocol/subscriptions/websocket_message.hpp"
#include "values/json/scanner.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace corogql::protocol;

namespace {

/// What was found, or that it is no message.
std::string found_in(const std::string& text, unsigned depth) {
    try {
        server_message message;
        read_envelope(message, text, depth);
        const auto& result = message.result;
        std::string all(message.type_name);
        all.append("|").append(message.id.value_or("none")).append("|").append(message.payload);
        for (const auto& part : {result.members.data, result.members.errors, result.members.extensions})
            all.append("|").append(part.of(result.whole));
        return all + (result.has_next ? *result.has_next ? "|more" : "|last" : "");
    } catch (const corogql::detail::json_syntax_error&) {
        return "no message";
    }
}

constexpr std::string_view message_parts[] = {
    R"("id":"1")",
    R"("id":"12")",
    R"("id":7)",
    R"("id":"")",
    R"("id":"a\u0062")",
    R"("id" :"1")",
    R"("type":"next")",
    R"("type":"data")",
    R"("type":"next\n")",
    R"("type":null)",
    R"("type":"")",
    R"("payload":{"data":{"a":[1,2.5e-3,-0,true,false,null,"x\n\u00e9\"",{}],"b":[]}})",
    R"("payload":{"data":null,"errors":[{"message":"m"}],"extensions":{}})",
    R"("payload":{"data":1,"hasNext":true})",
    R"("payload":{"data":1,"data":2})",
    R"("payload":{})",
    R"("payload":{"errors":[[[[[]]]]]})",
    R"("payload":{"data":"\ud800"})",
    R"("payload":[1])",
    R"("payload":null)",
    R"("payload":{"data":01})",
    R"("payload":{"data":1.})",
    R"("payload":{"data":"\x"})",
    R"("payload":{"data":-})",
    R"("payload":{"data":[1,]})",
    R"("payload":{"data":{"a":1,}})",
    R"("payload":{"data":tru})",
    "\"payload\":{\"data\":\"\t\"}",
    R"("payload":{"data":{"k\u0041":{"":0}}})",
    R"("other":[{}])",
    "",
    "1",
};

} // namespace

TEST_CASE("websocket message: a plain one is taken apart") {
    const std::string text = R"({"id":"1","type":"next","payload":{"data":{"a":[1]}}})";
    CHECK(found_in(text, 512) == R"(next|1|{"data":{"a":[1]}}|{"a":[1]}||)");
}

TEST_CASE("websocket message: 100,000 at random are the same, read quickly or with care") {
    std::mt19937 random(1);
    const auto below = [&](std::size_t n) { return random() % n; };
    for (int i = 0; i < 100'000; ++i) {
        std::string text = "{";
        for (auto count = 1 + below(4); count > 0; --count) {
            text += message_parts[below(std::size(message_parts))];
            if (count > 1) text += below(30) ? "," : " ,";
        }
        text += below(40) ? "}" : "";
        if (below(40) == 0) text.resize(below(text.size() + 1));
        const auto depth = static_cast<unsigned>(below(4) ? 512 : 1 + below(6));
        const auto quick = found_in(text, depth), careful = found_in(' ' + text, depth);
        if (quick == careful) continue;
        CAPTURE(text);
        CAPTURE(depth);
        REQUIRE(quick == careful);
    }
}
