#include "protocol/http/query_string.hpp"

#include <doctest/doctest.h>

using namespace corogql::protocol;
using namespace std::string_view_literals;

namespace {

std::string percent_encoded(std::string_view text) {
    std::string out;
    append_percent_encoded(out, text);
    CHECK(percent_encoded_size(text) == out.size());
    return out;
}

std::string with_parameter(std::string target, std::string_view name, std::string_view value) {
    append_parameter(target, name, value);
    return target;
}

} // namespace

TEST_CASE("query string: all but what is plain in every place is encoded") {
    CHECK(percent_encoded("aZ09-_.!~*'()") == "aZ09-_.!~*'()");
    CHECK(percent_encoded("{ a(b: \"c\") }") == "%7B%20a(b%3A%20%22c%22)%20%7D");
    CHECK(percent_encoded("+&=#?/%") == "%2B%26%3D%23%3F%2F%25");
    CHECK(percent_encoded("\0\n\x7f\xc3\xa9"sv) == "%00%0A%7F%C3%A9");
    CHECK(percent_encoded("").empty());
}

TEST_CASE("query string: parameters are added to what there is") {
    CHECK(with_parameter("/graphql", "a b", "1&2") == "/graphql?a%20b=1%262");
    CHECK(with_parameter("/graphql?x=1", "a", "") == "/graphql?x=1&a=");
    CHECK(with_parameter("/graphql?", "a", "1") == "/graphql?a=1");
    CHECK(with_parameter("/graphql?x&", "a", "1") == "/graphql?x&a=1");
    CHECK(parameter_size("a b", "1&2") == "?a%20b=1%262"sv.size());
}
