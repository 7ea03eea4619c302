#include <corogql/mapi/error.hpp>
#include <corogql/mapi/log_decoder.hpp>

#include "../support/caught.hpp"
#include "mapi/streams/base64.hpp"
#include "transport/tls/hash.hpp"
#include "values/text/utf8.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <random>

using namespace corogql;
using corogql::mapi::log_decoder;

namespace {

const std::string replacement_character = "\xef\xbf\xbd";
const std::string sample_text = "a\xc3\xa9\xe2\x9c\x93\xf0\x9f\x98\x80z\n";

/// Pieces as a server that begins at `offset` sends them.
json::value message(std::string_view bytes, std::int64_t end_offset) {
    json::object made;
    made["chunk"] = transport::base64(bytes);
    made["endOffset"] = end_offset;
    return made;
}

std::string decode_all(std::initializer_list<std::string_view> pieces) {
    log_decoder decoder;
    std::string text;
    std::int64_t at = 0;
    for (const auto piece : pieces) {
        at += static_cast<std::int64_t>(piece.size());
        text += decoder.decode(message(piece, at));
        CHECK(decoder.end_offset() == at);
    }
    return text + decoder.finish();
}

std::string refused_with(std::string_view text) {
    log_decoder decoder(5);
    decoder.decode(message("\xe2", 6));
    try {
        decoder.decode(json::parse(json::string_view(text.data(), text.size())));
    } catch (const mapi::mapi_error& failure) {
        CHECK(failure.status() == 500);
        CHECK(decoder.end_offset() == 6);
        CHECK(decoder.decode(message("\x9c\x93", 8)) == "\xe2\x9c\x93"); // nothing was lost
        return failure.message();
    }
    FAIL("expected a mapi_error, nothing was thrown");
    return {};
}

} // namespace

TEST_CASE("mapi log_decoder: two pieces and three, cut anywhere") {
    const std::string_view text = sample_text;
    for (std::size_t i = 0; i <= text.size(); ++i)
        for (std::size_t j = i; j <= text.size(); ++j) {
            CAPTURE(i);
            CAPTURE(j);
            CHECK(decode_all({text.substr(0, i), text.substr(i, j - i), text.substr(j)}) == sample_text);
        }
}

TEST_CASE("mapi log_decoder: characters come as soon as they are complete") {
    log_decoder decoder;
    CHECK(decoder.decode(message("x\xf0\x9f\x98", 4)) == "x");
    CHECK(decoder.decode(message("\x80y\xc3", 7)) == "\xf0\x9f\x98\x80y");
    CHECK(decoder.finish() == replacement_character);
    CHECK(decoder.finish().empty());
}

TEST_CASE("mapi log_decoder: where the text ends") {
    log_decoder decoder(10);
    CHECK(decoder.text_offset() == 10);
    decoder.decode(json::object{{"chunk", "YeI="}, {"endOffset", 12}}); // "a" and the first byte of a euro sign
    CHECK(decoder.end_offset() == 12);
    CHECK(decoder.text_offset() == 11);
}

TEST_CASE("mapi log_decoder: what is not UTF-8 becomes U+FFFD and swallows nothing") {
    CHECK(decode_all({"abc\xff"
                      "def"}) == "abc" + replacement_character + "def");
    CHECK(decode_all({"\xe2\x9c", "z"}) == replacement_character + "z");
    CHECK(decode_all({"\xe2", "\xe2\x9c\x93"}) == replacement_character + "\xe2\x9c\x93");
    CHECK(decode_all({"\x80"}) == replacement_character);
    CHECK(decode_all({"\xc0\xaf"}) == replacement_character + replacement_character);
    CHECK(decode_all({"\xed\xa0\x80"}) == replacement_character + replacement_character + replacement_character);
    CHECK(decode_all({"\xf4\x90"}) == replacement_character + replacement_character);
    CHECK(decode_all({"a\xf0\x9f\x98"}) == "a" + replacement_character);
    CHECK(decode_all({std::string_view("\0", 1)}) == std::string(1, '\0'));
}

TEST_CASE("mapi log_decoder: random bytes become UTF-8, and the same wherever they are cut") {
    std::mt19937 random(7);
    constexpr std::string_view likely = "a\x80\x9f\xa0\xbf\xc2\xe0\xe2\xed\xf0\xf4\xff";
    for (int round = 0; round < 2000; ++round) {
        std::string bytes(random() % 24, '\0');
        for (auto& c : bytes) c = random() % 4 == 0 ? static_cast<char>(random()) : likely[random() % likely.size()];
        const std::string whole = decode_all({bytes});
        CHECK(corogql::detail::is_utf8(whole));
        CHECK((whole == bytes) == corogql::detail::is_utf8(bytes));
        log_decoder decoder;
        std::string text;
        for (std::size_t at = 0; at < bytes.size();) {
            const auto piece = bytes.substr(at, 1 + random() % 4);
            at += piece.size();
            text += decoder.decode(message(piece, static_cast<std::int64_t>(at)));
        }
        CHECK(text + decoder.finish() == whole);
    }
}

TEST_CASE("mapi log_decoder: messages that make no sense") {
    CHECK(refused_with(R"({"chunk":"eA=","endOffset":9})") == "Malformed log message: chunk: is not base64");
    CHECK(refused_with(R"({"chunk":7,"endOffset":9})") == "Malformed log message: chunk: expected a string, found 7");
    CHECK(refused_with(R"({"chunk":null,"endOffset":9})") ==
          "Malformed log message: chunk: expected a string, found null");
    CHECK(refused_with(R"({"endOffset":9})") == "Malformed log message: chunk: is missing");
    CHECK(refused_with(R"({"chunk":"eA=="})") == "Malformed log message: endOffset: is missing");
    CHECK(refused_with(R"({"chunk":"eA==","endOffset":-1})") == "Malformed log message: endOffset: is negative");
    CHECK(refused_with(R"({"chunk":"eA==","endOffset":"9"})") ==
          "Malformed log message: endOffset: expected an integer, found \"9\"");
    CHECK(refused_with("[]") == "Malformed log message: the value: expected an object, found a list");
}

TEST_CASE("mapi base64: exactly what an encoder makes") {
    std::mt19937 random(7);
    for (std::size_t size = 0; size < 70; ++size) {
        std::string bytes(size, '\0');
        for (auto& c : bytes) c = static_cast<char>(random());
        CHECK(mapi::detail::decode_base64(transport::base64(bytes)) == bytes);
    }
    for (const auto* text : {"A", "AA", "AAA", "AA=", "A===", "====", "=", "AA==AA==", "AAAAA===", "A=AA", "AAA\n",
                             " AAA", "AA-_", "AAAA\n", "AB==", "AAB=", "\xc3\xa9gg"}) {
        CAPTURE(text);
        CHECK_FALSE(mapi::detail::decode_base64(text));
    }
    CHECK(mapi::detail::decode_base64("AQ==") == std::string("\1"));
    CHECK(mapi::detail::decode_base64("////") == std::string("\xff\xff\xff"));
}

TEST_CASE("mapi log_decoder: variables that go on where the text ends") {
    const auto after = [](const log_decoder& decoder, const char* before) {
        auto variables = json::parse(before).as_object();
        decoder.update_variables(variables);
        return json::serialize(variables);
    };
    log_decoder decoder;
    CHECK(after(decoder, R"({"in":{"name":"a","tail":5,"follow":true}})") ==
          R"({"in":{"name":"a","tail":5,"follow":true,"offset":0}})");
    decoder.decode(message("ab", 12));
    CHECK(after(decoder, R"({"in":{"offset":0,"name":"a","tail":5,"follow":true},"other":{"tail":1}})") ==
          R"({"in":{"offset":12,"name":"a","follow":true},"other":{"tail":1}})");
    CHECK(after(log_decoder(7), R"({"in":{"name":"a","offset":7}})") == R"({"in":{"name":"a","offset":7}})");
    for (const auto* none : {"{}", R"({"in":[]})", R"({"in":null})"}) {
        const auto failure = test::caught([&] { after(decoder, none); });
        CHECK(failure.kind() == error_kind::usage);
    }
}
