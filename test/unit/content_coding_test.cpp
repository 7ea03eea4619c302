#include "transport/content_coding.hpp"

#include "../support/caught.hpp"

#include <brotli/encode.h>
#include <doctest/doctest.h>
#include <zlib.h>

#include <random>

using namespace corogql;
using corogql::test::caught;
using transport::decode_content;

namespace {

std::string deflated(const std::string& text, int window_bits) {
    z_stream stream{};
    REQUIRE(::deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string input = text, out(::deflateBound(&stream, text.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(out.size() - stream.avail_out);
    ::deflateEnd(&stream);
    return out;
}

std::string gzip(const std::string& text) { return deflated(text, 31); }

std::string brotli(const std::string& text) {
    std::size_t size = ::BrotliEncoderMaxCompressedSize(text.size()) + 16;
    std::string out(size, '\0');
    REQUIRE(::BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, text.size(),
                                    reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                                    reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE);
    out.resize(size);
    return out;
}

std::string decoded(std::string_view codings, std::string body, std::size_t limit = 1'000'000) {
    decode_content(codings, body, limit);
    return body;
}

std::string sample(std::size_t size) {
    std::mt19937 random(7);
    std::string text(size, ' ');
    for (auto& c : text) c = static_cast<char>('a' + random() % 20);
    return text;
}

} // namespace

TEST_CASE("content coding: each that is asked for, of any size") {
    for (const std::size_t size : {0u, 1u, 100u, 300'000u}) {
        CAPTURE(size);
        const auto text = sample(size);
        CHECK(decoded("gzip", gzip(text)) == text);
        CHECK(decoded("X-GZip", gzip(text)) == text);
        CHECK(decoded("deflate", deflated(text, 15)) == text);
        CHECK(decoded("deflate", deflated(text, -15)) == text); // as some servers send it
        CHECK(decoded("br", brotli(text)) == text);
        CHECK(decoded("identity", text) == text);
        CHECK(decoded("", text) == text);
    }
}

TEST_CASE("content coding: several are undone from the last to the first; gzip may have several members") {
    CHECK(decoded("gzip, gzip", gzip(gzip("twice"))) == "twice");
    CHECK(decoded("gzip,br , identity", brotli(gzip("mixed"))) == "mixed");
    CHECK(decoded("gzip", gzip("one ") + gzip("two")) == "one two");
}

TEST_CASE("content coding: what is not the coding it claims to be, is cut or goes on") {
    const auto text = sample(5000);
    const std::pair<const char*, std::string> coded[] = {
        {"gzip", gzip(text)}, {"deflate", deflated(text, 15)}, {"br", brotli(text)}};
    for (const auto& [coding, body] : coded) {
        CAPTURE(coding);
        for (const auto& bad : {body.substr(0, body.size() / 2), body.substr(0, body.size() - 1), body + "rest",
                                std::string("{\"data\":{\"a\":1}}"), std::string()}) {
            const auto failure = caught([&, name = coding] { decoded(name, bad); });
            CHECK(to_string(failure.kind()) == "protocol");
            CHECK(failure.possibly_executed());
            CHECK(std::string_view(failure.what()) ==
                  "the answer is not the " + std::string(coding) + " data it claims to be");
        }
    }
}

TEST_CASE("content coding: one that was not asked for is named") {
    const auto failure = caught([] { decoded("gzip, zstd", "x"); });
    CHECK(to_string(failure.kind()) == "protocol");
    CHECK(std::string_view(failure.what()) == "the answer has the content coding \"zstd\", which was not asked for");
}

TEST_CASE("content coding: a small body that grows beyond the limit is refused at any step") {
    const std::string bomb(10'000'000, '0');
    for (const auto& [coding, body] :
         {std::pair("gzip", gzip(bomb)), std::pair("br", brotli(bomb)), std::pair("deflate", deflated(bomb, 15)),
          std::pair("gzip, br", brotli(gzip(bomb)))}) {
        const auto failure = caught([&, name = coding, &text = body] { decoded(name, text); });
        CHECK(to_string(failure.kind()) == "limit");
        CHECK(std::string_view(failure.what()) ==
              "the decompressed answer is larger than 1000000 bytes (option max_message_size)");
    }
    CHECK(decoded("br", brotli(std::string(1000, 'x')), 1000).size() == 1000);
}

TEST_CASE("content coding: more codings than anybody uses are refused before any is undone") {
    const auto failure = caught([] { decoded("gzip,gzip,gzip,gzip,gzip", "x"); });
    CHECK(to_string(failure.kind()) == "protocol");
    CHECK(std::string_view(failure.what()) == "the answer has more than 4 content codings over one another");
}
