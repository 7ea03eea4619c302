#include "decoding.hpp"

#include <boost/describe.hpp>

namespace shop {

struct named {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(named, (), (name))

struct article : named {
    std::int64_t id = 0;
    std::optional<double> price;
    std::vector<named> tags;
};
BOOST_DESCRIBE_STRUCT(article, (named), (id, price, tags))

struct tree {
    int value = 0;
    std::unique_ptr<tree> left, right;
};
BOOST_DESCRIBE_STRUCT(tree, (), (value, left, right))

class hidden {
public:
    int value() const { return value_; }

private:
    int value_ = 0;
    BOOST_DESCRIBE_CLASS(hidden, (), (), (), (value_))
};

struct colour {
    int rgb = 0;
};
void from_json(const json::value& value, colour& out) {
    const auto text = decode<std::string>(value);
    if (!text.starts_with('#')) throw std::invalid_argument("a colour begins with #");
    out.rgb = std::stoi(text.substr(1), nullptr, 16);
}

struct paint {
    std::map<std::string, std::vector<colour>> coats;
};
BOOST_DESCRIBE_STRUCT(paint, (), (coats))

} // namespace shop

TEST_CASE("decode: plain values") {
    CHECK(from<bool>("true"));
    CHECK(from<int>("-7") == -7);
    CHECK(from<unsigned char>("255") == 255);
    CHECK(from<double>("2.5") == 2.5);
    CHECK(from<float>("3") == 3.0f);
    CHECK(from<std::string>(R"("a\u0000b")") == std::string("a\0b", 3));
    CHECK(from<json::value>("[1]") == json::array{1});
    CHECK(from<json::object>("{}").empty());
    CHECK(from<json::array>("[1,2]").size() == 2);
}

TEST_CASE("decode: described structs, bases included; unknown keys are fine, absent optional ones too") {
    const auto full =
        from<shop::article>(R"({"id":7,"name":"pen","price":1.5,"tags":[{"name":"a"},{"name":"b"}],"new":{}})");
    CHECK(full.id == 7);
    CHECK(full.name == "pen");
    CHECK(full.price == 1.5);
    REQUIRE(full.tags.size() == 2);
    CHECK(full.tags[1].name == "b");
    CHECK(from<shop::article>(R"({"id":7,"name":"pen","tags":[]})").price == std::nullopt);
    CHECK(from<shop::article>(R"({"id":7,"name":"pen","tags":[],"price":null})").price == std::nullopt);
    CHECK(from<shop::hidden>(R"({"value_":5})").value() == 5);
}

TEST_CASE("decode: structs that hold themselves") {
    const auto root = from<shop::tree>(R"({"value":1,"left":{"value":2,"right":{"value":3}},"right":null})");
    CHECK(root.left->right->value == 3);
    CHECK(root.right == nullptr);
}

TEST_CASE("decode: what is missing or null and must not be") {
    CHECK(misfit_of<shop::article>(R"({"id":7,"tags":[]})") == "data.name: is missing");
    CHECK(misfit_of<shop::article>(R"({"id":null,"name":"x","tags":[]})") ==
          "data.id: expected an integer, found null");
    CHECK(misfit_of<std::string>("null", "") == "the value: expected a string, found null");
}

TEST_CASE("decode: failures name the whole path and what was found") {
    CHECK(misfit_of<shop::article>(R"({"id":7,"name":"x","tags":[{"name":"a"},{"name":[]}]})") ==
          "data.tags[1].name: expected a string, found a list");
    CHECK(misfit_of<shop::article>(R"({"id":7,"name":"x","tags":{}})") ==
          "data.tags: expected a list, found an object");
    CHECK(misfit_of<std::map<std::string, std::vector<int>>>(R"({"odd key":[1,true]})") ==
          "data.odd key[1]: expected an integer, found true");
    CHECK(misfit_of<std::vector<std::vector<bool>>>("[[true],[0]]", "") == "[1][0]: expected a boolean, found 0");
    CHECK(misfit_of<shop::tree>(R"({"value":1,"left":{"value":1,"left":7}})", "") ==
          "left.left: expected an object, found 7");
    CHECK(misfit_of<json::object>("[]") == "data: expected an object, found a list");
    CHECK(misfit_of<json::array>("{}") == "data: expected a list, found an object");
}

TEST_CASE("decode: long values are cut between characters") {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "é";
    CHECK(misfit_of<int>('"' + text + '"') == "data: expected an integer, found \"" + text.substr(0, 38) + "…");
}

TEST_CASE("decode: integers of 64 bits are exact") {
    CHECK(from<std::int64_t>("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
    CHECK(from<std::int64_t>("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
    CHECK(from<std::uint64_t>("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
    CHECK(from<std::int64_t>("9007199254740993") == 9007199254740993);
    CHECK(misfit_of<std::int64_t>("9223372036854775808") ==
          "data: expected an integer from -9223372036854775808 to 9223372036854775807, "
          "found 9223372036854775808");
    CHECK(misfit_of<std::uint64_t>("-1") == "data: expected an integer from 0 to 18446744073709551615, found -1");
}

TEST_CASE("decode: integers of every origin fit where their value does") {
    CHECK(decode<int>(json::value(5u)) == 5);
    CHECK(decode<std::int64_t>(json::value(std::uint64_t{9223372036854775807u})) == 9223372036854775807);
    CHECK(decode<std::uint64_t>(json::value(std::int64_t{5})) == 5);
}

TEST_CASE("decode: integers must fit the type") {
    CHECK(misfit_of<std::int8_t>("128") == "data: expected an integer from -128 to 127, found 128");
    CHECK(misfit_of<std::int8_t>("-129") == "data: expected an integer from -128 to 127, found -129");
    CHECK(misfit_of<std::uint16_t>("65536") == "data: expected an integer from 0 to 65535, found 65536");
}

TEST_CASE("decode: whole doubles are integers, others are not") {
    CHECK(from<int>("3.0") == 3);
    CHECK(from<std::int64_t>("-9223372036854775808.0") == std::numeric_limits<std::int64_t>::min());
    CHECK(from<std::uint64_t>("1e19") == 10000000000000000000u);
    CHECK(misfit_of<int>("3.5") == "data: expected an integer, found 3.5E0");
    for (const auto* text : {"9223372036854775808.0", "1e300", "-1e300", "1e400"}) {
        CHECK_FALSE(misfit_of<std::int64_t>(text).empty());
        CHECK_FALSE(misfit_of<std::uint64_t>("-1.0").empty());
    }
    CHECK_FALSE(misfit_of<std::uint64_t>("18446744073709551616.0").empty());
}

TEST_CASE("decode: floating point must fit the type") {
    CHECK(from<float>("3.4e38") > 3e38f);
    CHECK(from<double>("1e300") == 1e300);
    CHECK(from<double>("1.7976931348623157e308") == std::numeric_limits<double>::max());
    CHECK(decode<float>(json::value(double(std::numeric_limits<float>::lowest()))) ==
          std::numeric_limits<float>::lowest());
    CHECK(from<double>("18446744073709551615") == 0x1p64);
    CHECK(misfit_of<float>("1e39") == "data: expected a number that is not so large, found 1E39");
    CHECK(misfit_of<double>("1e400").starts_with("data: expected a number that is not so large"));
    CHECK(misfit_of<double>("\"1\"") == "data: expected a number, found \"1\"");
}

TEST_CASE("decode: a type's own from_json is asked, and its failure gets a path") {
    CHECK(from<shop::paint>(R"({"coats":{"red":[ "#ff0000" ]}})").coats.at("red").at(0).rgb == 0xff0000);
    CHECK(misfit_of<shop::paint>(R"({"coats":{"red":["#1","red"]}})") == "data.coats.red[1]: a colour begins with #");
    CHECK(misfit_of<shop::colour>("7") == "data: expected a string, found 7");
}

TEST_CASE("decode_field: one member under the rules of a struct's") {
    const auto object = json::parse(R"({"a":1,"b":null})");
    CHECK(decode_field<int>(object, "a") == 1);
    CHECK(decode_field<std::optional<int>>(object, "b") == std::nullopt);
    CHECK(decode_field<std::optional<int>>(object, "c") == std::nullopt);
    CHECK(std::string(caught([&] { decode_field<int>(object, "c", "data"); }).what()) == "data.c: is missing");
    CHECK(std::string(caught([] { decode_field<int>(json::array{}, "c", "data"); }).what()) ==
          "data: expected an object, found a list");
}
