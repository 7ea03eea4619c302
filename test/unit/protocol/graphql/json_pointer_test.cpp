#include "protocol/graphql/json_pointer.hpp"

#include <doctest/doctest.h>

using corogql::protocol::find_pointer;
using corogql::protocol::is_json_pointer;

TEST_CASE("json pointer: what is one") {
    for (const std::string_view pointer : {"", "/", "/a", "/a/0/b", "//", "/a~0b~1c", "/ ", "/é"}) {
        CAPTURE(pointer);
        CHECK(is_json_pointer(pointer));
    }
    for (const std::string_view pointer : {"a", "#/a", "/~", "/a~2", "/~~0", "a/b"}) {
        CAPTURE(pointer);
        CHECK_FALSE(is_json_pointer(pointer));
    }
}

TEST_CASE("json pointer: the examples of RFC 6901") {
    constexpr auto text =
        R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})";
    CHECK(find_pointer(text, "") == text);
    CHECK(find_pointer(text, "/foo") == R"(["bar","baz"])");
    CHECK(find_pointer(text, "/foo/0") == "\"bar\"");
    CHECK(find_pointer(text, "/") == "0");
    CHECK(find_pointer(text, "/a~1b") == "1");
    CHECK(find_pointer(text, "/c%d") == "2");
    CHECK(find_pointer(text, "/e^f") == "3");
    CHECK(find_pointer(text, "/g|h") == "4");
    CHECK(find_pointer(text, "/i\\j") == "5");
    CHECK(find_pointer(text, "/k\"l") == "6");
    CHECK(find_pointer(text, "/ ") == "7");
    CHECK(find_pointer(text, "/m~0n") == "8");
}

TEST_CASE("json pointer: escapes are undone once") {
    CHECK(find_pointer(R"({"~1":1,"/":2})", "/~01") == "1");
    CHECK(find_pointer(R"({"data":1})", "/data") == "1");
    CHECK(find_pointer(R"({"a":{"":{"b":1}}})", "/a//b") == "1");
}

TEST_CASE("json pointer: values keep their own text") {
    CHECK(find_pointer(" { \"a\" : [ 1.50e2 , 123456789012345678901234567890 ] } ", "/a/1") ==
          "123456789012345678901234567890");
    CHECK(find_pointer(" [ 1 ] ", "") == "[ 1 ]");
    CHECK(find_pointer(R"({"a": null})", "/a") == "null");
}

TEST_CASE("json pointer: of members of one name the last counts") {
    CHECK(find_pointer(R"({"a":1,"a":2})", "/a") == "2");
}

TEST_CASE("json pointer: to nothing") {
    constexpr auto text = R"({"a":[1,{"b":2}],"c":"0"})";
    for (const std::string_view pointer : {"/b", "/a/2", "/a/-", "/a/01", "/a/+1", "/a/1e0", "/a/", "/a/b", "/a/1/c",
                                           "/a/0/0", "/c/0", "/A", "/a/99999999999999999999"}) {
        CAPTURE(pointer);
        CHECK(find_pointer(text, pointer) == std::nullopt);
    }
}
