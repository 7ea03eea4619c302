#include "transport/http/content_coding.hpp"

#include "../../../support/caught.hpp"

#include <brotli/encode.h>
#include <doctest/doctest.h>
#include <zlib.h>

#include <random>

using namespace corogql;
using corogql::test::caught;
using transport::content_decoder;

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

detail::header_list coded_as(std::initializer_list<std::string_view> values) {
    detail::header_list fields;
    for (const auto value : values) {
        fields.add("Content-Type", "application/json");
        fields.add("content-encoding", value);
    }
    return fields;
}

std::string decoded(const detail::header_list& fields, std::string_view body, std::size_t limit, std::size_t piece) {
    std::string plain;
    content_decoder decoder(fields, limit);
    for (; !body.empty(); body.remove_prefix(std::min(piece, body.size()))) decoder.put(body.substr(0, piece), plain);
    decoder.finish();
    return plain;
}

std::string decoded(std::string_view codings, std::string_view body, std::size_t limit = 1'000'000) {
    return decoded(coded_as({codings}), body, limit, body.size() + 1);
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
                                body + "r", std::string("{\"data\":{\"a\":1}}"), std::string()}) {
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

TEST_CASE("content coding: all fields count, in their order; identity is none") {
    const auto body = brotli(gzip("mixed"));
    CHECK(decoded(coded_as({"gzip", "br"}), body, 100, 1000) == "mixed");
    CHECK(decoded(coded_as({"identity, gzip", "", "br"}), body, 100, 1000) == "mixed");
    CHECK(caught([&] { decoded(coded_as({"br", "gzip"}), body, 100, 1000); }).kind() == error_kind::protocol);
    CHECK(content_decoder(coded_as({"identity", " Identity, "}), 100).identity());
    CHECK(content_decoder({}, 100).identity());
    CHECK(content_decoder(coded_as({"none"}), 100).identity()); // what event streams say to be left alone by proxies
    CHECK_FALSE(content_decoder(coded_as({"identity", "br"}), 100).identity());
}

TEST_CASE("content coding: pieces of any size make the same, and the same errors") {
    std::mt19937 random(3);
    const auto text = sample(3000) + std::string(3000, 'x');
    const auto outcome = [](const auto& coding, const std::string& body, std::size_t piece) {
        try {
            return decoded(coded_as({coding}), body, 6000, piece);
        } catch (const error& failure) {
            // Of several steps, the first one to complain depends on the pieces.
            return std::string(std::string_view(coding).find(',') == std::string_view::npos ? failure.what() : "bad");
        }
    };
    const std::pair<const char*, std::string> rows[] = {
        {"gzip", gzip(text)},
        {"gzip", gzip(text.substr(0, 2500)) + gzip("") + gzip(text.substr(2500))},
        {"deflate", deflated(text, 15)},
        {"deflate", deflated(text, -15)},
        {"br", brotli(text)},
        {"br, gzip", gzip(brotli(text))},
        {"deflate, br, deflate", deflated(brotli(deflated(text, 15)), -15)},
        {"gzip", gzip(text + "y")}, // beyond the limit
        {"br", brotli(text + "y")},
    };
    for (const auto& [coding, body] : rows)
        for (int damages = 0; damages < 20; ++damages) {
            auto bad = body;
            if (damages > 0) bad[random() % bad.size()] ^= static_cast<char>(1 + random() % 255);
            if (damages > 10) bad.resize(random() % bad.size());
            const auto whole = outcome(coding, bad, bad.size() + 1);
            CAPTURE(coding);
            if (damages == 0) REQUIRE((whole == text || whole.find("6000") != whole.npos));
            for (const std::size_t piece : {std::size_t(1), std::size_t(2), 3 + random() % 500})
                REQUIRE(outcome(coding, bad, piece) == whole);
        }
}

TEST_CASE("content coding: what the server flushed is given out at once") {
    const std::string lines[] = {"data: one\n\n", "data: two\n\n", "data: three\n\n"};
    for (const auto& [coding, window_bits] :
         {std::pair("gzip", 31), std::pair("deflate", 15), std::pair("deflate", -15)}) {
        CAPTURE(window_bits);
        z_stream stream{};
        REQUIRE(::deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
        content_decoder decoder(coded_as({coding}), 13); // of what waits to be taken, not of the whole stream
        for (auto line : lines) {
            Bytef out[200];
            stream.next_in = reinterpret_cast<Bytef*>(line.data());
            stream.avail_in = static_cast<uInt>(line.size());
            stream.next_out = out;
            stream.avail_out = sizeof out;
            REQUIRE(::deflate(&stream, Z_SYNC_FLUSH) == Z_OK);
            std::string got;
            decoder.put({reinterpret_cast<const char*>(out), sizeof out - stream.avail_out}, got);
            CHECK(got == line);
        }
        ::deflateEnd(&stream);
        CHECK(caught([&] { decoder.finish(); }).kind() == error_kind::protocol);
    }

    const std::unique_ptr<BrotliEncoderState, decltype(&::BrotliEncoderDestroyInstance)> encoder(
        ::BrotliEncoderCreateInstance(nullptr, nullptr, nullptr), &::BrotliEncoderDestroyInstance);
    content_decoder decoder(coded_as({"br"}), 13);
    for (const auto& line : lines) {
        std::size_t in = line.size(), room = 0, size = 0;
        const auto* next = reinterpret_cast<const std::uint8_t*>(line.data());
        REQUIRE(::BrotliEncoderCompressStream(encoder.get(), BROTLI_OPERATION_FLUSH, &in, &next, &room, nullptr,
                                              nullptr) == BROTLI_TRUE);
        const auto* bytes = ::BrotliEncoderTakeOutput(encoder.get(), &size);
        std::string got;
        decoder.put({reinterpret_cast<const char*>(bytes), size}, got);
        CHECK(got == line);
    }
}

TEST_CASE("content coding: a bomb is refused by the piece that goes beyond the limit, not at the end") {
    const std::string bomb(10'000'000, '0');
    for (const auto& [coding, body] :
         {std::pair("gzip", gzip(bomb)), std::pair("br", brotli(bomb)), std::pair("deflate", deflated(bomb, 15)),
          // The step in between is bounded, too: what it gives comes to nothing here.
          std::pair("gzip, gzip", gzip(gzip(bomb + bomb) + gzip(bomb)))}) {
        CAPTURE(coding);
        content_decoder decoder(coded_as({coding}), 1'000'000);
        std::string plain;
        std::size_t taken = 0;
        const auto failure = caught([&, &text = body] {
            for (; taken < text.size(); ++taken) decoder.put(std::string_view(text).substr(taken, 1), plain);
        });
        CHECK(failure.kind() == error_kind::limit);
        CHECK(taken < body.size() - body.size() / 4);
        CHECK(plain.size() <= 1'000'000);
    }
    std::string empties;
    for (int i = 0; i < 1000; ++i) empties += gzip("");
    const auto body = gzip(empties);
    CHECK(decoded(coded_as({"gzip, gzip"}), body, empties.size(), 10) == "");
    CHECK(caught([&] { decoded(coded_as({"gzip, gzip"}), body, empties.size() - 1, 10); }).kind() == error_kind::limit);
}

TEST_CASE("content coding: bytes that cannot be of the coding are refused as they come") {
    for (const auto* coding : {"gzip", "deflate", "br"}) {
        CAPTURE(coding);
        content_decoder decoder(coded_as({coding}), 100);
        std::string plain;
        const auto failure = caught([&] { decoder.put(R"({"data":{"a":"not coded at all"}})", plain); });
        CHECK(failure.kind() == error_kind::protocol);
        CHECK(failure.phase() == error_phase::receive);
    }
}
