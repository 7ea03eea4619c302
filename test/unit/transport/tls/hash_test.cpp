#include "transport/tls/hash.hpp"

#include <doctest/doctest.h>

using namespace corogql::transport;

TEST_CASE("base64: RFC 4648, section 10") {
    CHECK(base64("").empty());
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foo") == "Zm9v");
    CHECK(base64("foobar") == "Zm9vYmFy");
    CHECK(base64({"\xff\x00\xfe", 3}) == "/wD+");
}

TEST_CASE("sha1_base64: the accept key of RFC 6455, section 1.3") {
    CHECK(sha1_base64("dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11") ==
          "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}
