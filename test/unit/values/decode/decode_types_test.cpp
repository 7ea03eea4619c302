// Decoding into enums, unions, containers and times, and names that are not those of C++.
#include "decoding.hpp"

#include <corogql/encode.hpp>

#include <boost/describe.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <deque>
#include <forward_list>
#include <list>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace fleet {

enum class state { RUNNING, STOPPED, default_ };
BOOST_DESCRIBE_ENUM(state, RUNNING, STOPPED, default_)

enum level { low = 1, high = 7 };
BOOST_DESCRIBE_ENUM(level, low, high)
std::string graphql_name(const level*, std::string_view enumerator) {
    return enumerator == "low" ? "LOW" : std::string(enumerator);
}

struct truck {
    std::string class_;
    int wheels = 0;
    std::optional<state> now;
    std::string value_;
};
BOOST_DESCRIBE_STRUCT(truck, (), (class_, wheels, now, value_))
std::string_view graphql_name(const truck*, std::string_view member) {
    return member == "wheels" ? "wheelCount" : member;
}

struct tanker : truck {
    double litres = 0;
};
BOOST_DESCRIBE_STRUCT(tanker, (truck), (litres))

struct ship {
    std::vector<std::string> masts;
};
BOOST_DESCRIBE_STRUCT(ship, (), (masts))
constexpr std::string_view graphql_type_name(const ship*) { return "SailingShip"; }

using vehicle = std::variant<truck, ship>;
using any_vehicle = std::variant<std::monostate, truck, ship, other_type>;

struct convoy {
    std::vector<vehicle> vehicles;
    any_vehicle last;
};
BOOST_DESCRIBE_STRUCT(convoy, (), (vehicles, last))

struct branch;
using twig = std::variant<std::unique_ptr<branch>, std::shared_ptr<ship>>;
struct branch {
    std::vector<twig> twigs;
};
BOOST_DESCRIBE_STRUCT(branch, (), (twigs))

struct change {
    std::optional<std::optional<int>> limit;
    std::optional<int> other;
};
BOOST_DESCRIBE_STRUCT(change, (), (limit, other))

struct metres {
    double count = 0;
};
metres tag_invoke(json::value_to_tag<metres>, const json::value& value) { return {json::value_to<double>(value)}; }
void tag_invoke(json::value_from_tag, json::value& into, const metres& from) { into = from.count; }

struct stop {
    std::string name;
    int minute = 0;
};
void from_json(const json::value& value, stop& out) {
    out.name = decode_field<std::string>(value, "name");
    out.minute = decode_field<std::vector<int>>(value, "minutes", "").at(0);
}
json::object to_json(const stop& from) {
    json::object object;
    object["name"] = from.name;
    object["minutes"] = json::array{from.minute};
    return object;
}

} // namespace fleet

using fleet::state;

TEST_CASE("decode: described enums by their names; what they lack is named, with what they have") {
    CHECK(from<state>(R"("STOPPED")") == state::STOPPED);
    CHECK(from<state>(R"("default")") == state::default_);
    CHECK(from<fleet::level>(R"("LOW")") == fleet::low);
    CHECK(from<fleet::level>(R"("high")") == fleet::high);
    CHECK(misfit_of<state>(R"("LOST")") == "data: expected one of RUNNING, STOPPED, default (state), found \"LOST\"");
    CHECK(misfit_of<state>("1").ends_with("(state), found 1"));
    CHECK(misfit_of<std::vector<state>>(R"(["RUNNING",null])") ==
          "data[1]: expected one of RUNNING, STOPPED, default (state), found null");
    CHECK(misfit_of<fleet::level>(R"("low")").find("LOW, high") != std::string::npos);
}

TEST_CASE("decode: open_enum keeps what the enum lacks") {
    const auto known = from<open_enum<state>>(R"("RUNNING")"), unknown = from<open_enum<state>>(R"("LOST")");
    CHECK(known.known());
    CHECK(known == state::RUNNING);
    CHECK(known.text() == "RUNNING");
    CHECK(!unknown.known());
    CHECK(unknown != state::RUNNING);
    CHECK(unknown.value() == std::nullopt);
    CHECK(unknown.value_or(state::STOPPED) == state::STOPPED);
    CHECK(unknown.text() == "LOST");
    CHECK(unknown == open_enum<state>("LOST"));
    CHECK(open_enum<state>(state::default_).text() == "default");
    CHECK(open_enum<state>("default") == state::default_);
    CHECK(!open_enum<state>().known());
    CHECK(misfit_of<open_enum<state>>("null") == "data: expected a string, found null");
    CHECK(encode(unknown) == json::value("LOST"));
}

TEST_CASE("decode: names of members: a keyword's underscore goes, other names are said") {
    const auto one = from<fleet::tanker>(R"({"class":"heavy","wheelCount":6,"now":"default","value_":"v","litres":5})");
    CHECK(one.class_ == "heavy");
    CHECK(one.wheels == 6);
    CHECK(one.now == state::default_);
    CHECK(one.value_ == "v");
    CHECK(one.litres == 5);
    CHECK(misfit_of<fleet::truck>(R"({"class":"a","wheelCount":"six","value_":""})") ==
          "data.wheelCount: expected an integer, found \"six\"");
    CHECK(misfit_of<fleet::truck>(R"({"class_":"a"})") == "data.class: is missing");
    CHECK(detail::without_underscore("co_await_") == "co_await");
    CHECK(detail::without_underscore("_") == "_");
    CHECK(detail::without_underscore("class__") == "class__");
}

TEST_CASE("decode: unions are told by __typename, by the C++ name or another") {
    const auto all = from<fleet::convoy>(
        R"({"vehicles":[{"__typename":"SailingShip","masts":["fore"]},{"class":"c","wheelCount":4,"value_":"",)"
        R"("__typename":"truck"}],"last":{"__typename":"Balloon","height":3}})");
    REQUIRE(all.vehicles.size() == 2);
    CHECK(std::get<fleet::ship>(all.vehicles[0]).masts.at(0) == "fore");
    CHECK(std::get<fleet::truck>(all.vehicles[1]).wheels == 4);
    CHECK(std::get<other_type>(all.last).name == "Balloon");
    CHECK(std::get<other_type>(all.last).fields.at("height") == 3);
    CHECK(from<fleet::convoy>(R"({"vehicles":[]})").last.index() == 0);
    CHECK(from<fleet::convoy>(R"({"vehicles":[],"last":null})").last.index() == 0);
}

TEST_CASE("decode: failures inside of unions keep the whole path") {
    CHECK(misfit_of<fleet::convoy>(R"({"vehicles":[{"__typename":"SailingShip","masts":["fore",1]}]})") ==
          "data.vehicles[0].masts[1]: expected a string, found 1");
    CHECK(misfit_of<fleet::convoy>(R"({"vehicles":[{"masts":[]}]})") ==
          "data.vehicles[0].__typename: is missing: select it, as the type is told by it");
    CHECK(misfit_of<fleet::convoy>(R"({"vehicles":[{"__typename":"Balloon"}]})") ==
          "data.vehicles[0].__typename: expected one of truck, SailingShip, found \"Balloon\"");
    CHECK(misfit_of<fleet::vehicle>(R"({"__typename":7})") == "data.__typename: expected a string, found 7");
    CHECK(misfit_of<fleet::vehicle>("null") == "data: expected an object, found null");
    CHECK(misfit_of<fleet::any_vehicle>("[]") == "data: expected an object, found a list");
}

TEST_CASE("decode: unions behind pointers hold themselves") {
    const auto root = from<fleet::branch>(R"({"twigs":[{"__typename":"branch","twigs":[{"__typename":"SailingShip",)"
                                          R"("masts":["m"]}]}]})");
    const auto& inner = std::get<std::unique_ptr<fleet::branch>>(root.twigs.at(0));
    CHECK(std::get<std::shared_ptr<fleet::ship>>(inner->twigs.at(0))->masts.at(0) == "m");
}

TEST_CASE("decode: a variant of scalars holds the first type that fits") {
    using scalar = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<int>>;
    CHECK(from<scalar>("null").index() == 0);
    CHECK(std::get<bool>(from<scalar>("true")));
    CHECK(std::get<std::int64_t>(from<scalar>("7")) == 7);
    CHECK(std::get<double>(from<scalar>("7.5")) == 7.5);
    CHECK(std::get<std::string>(from<scalar>(R"("7")")) == "7");
    CHECK(std::get<std::vector<int>>(from<scalar>("[7]")).at(0) == 7);
    CHECK(misfit_of<std::variant<bool, int>>(R"("x")") ==
          "data: fits no type of the variant: data: expected a boolean, found \"x\"; "
          "data: expected an integer, found \"x\"");
    using mixed = std::variant<fleet::ship, std::string>;
    CHECK(std::get<std::string>(from<mixed>(R"("x")")) == "x");
    CHECK(std::get<fleet::ship>(from<mixed>(R"({"__typename":"SailingShip","masts":[]})")).masts.empty());
}

namespace {

template <class List>
void check_list() {
    CHECK(from<List>("[3,1,2]") == List{3, 1, 2});
    CHECK(from<List>("[]") == List{});
    CHECK(misfit_of<List>("[3,1,null]") == "data[2]: expected an integer, found null");
    List old{9};
    detail::decode_into(json::parse("[1]"), old, detail::json_path(""));
    CHECK(old == List{1});
    CHECK(from<List>(json::serialize(encode(List{3, 1, 2}))) == List{3, 1, 2});
}

template <class Map>
void check_map() {
    const Map expected{{"a", 1}, {"b", 2}};
    CHECK(from<Map>(R"({"a":1,"b":2})") == expected);
    CHECK(misfit_of<Map>(R"({"a":1,"b":[]})") == "data.b: expected an integer, found a list");
    CHECK(decode<Map>(encode(expected)) == expected);
}

} // namespace

TEST_CASE("decode: all standard containers") {
    check_list<std::vector<int>>();
    check_list<std::list<int>>();
    check_list<std::deque<int>>();
    check_list<std::forward_list<int>>();
    check_list<std::set<int>>();
    check_list<std::multiset<int>>();
    check_list<std::unordered_set<int>>();
    check_list<std::unordered_multiset<int>>();
    check_map<std::map<std::string, int>>();
    check_map<std::map<std::string, int, std::less<>>>();
    check_map<std::unordered_map<std::string, int>>();
    check_map<std::multimap<std::string, int>>();
    CHECK(from<std::vector<bool>>("[true,false]") == std::vector<bool>{true, false});
    CHECK(encode(std::vector<bool>{true, false}) == json::value(json::array{true, false}));
    using by_state = std::map<state, std::optional<int>>;
    CHECK(from<by_state>(R"({"RUNNING":1,"default":null})") == by_state{{state::RUNNING, 1}, {state::default_, {}}});
    CHECK(misfit_of<by_state>(R"({"LOST":1})").starts_with("data.LOST: expected one of RUNNING"));
    CHECK(encode(by_state{{state::default_, 1}}) == json::value(json::object{{"default", 1}}));
    using by_number = std::map<int, std::string>;
    CHECK(from<by_number>(R"([[1,"a"],[2,"b"]])") == by_number{{1, "a"}, {2, "b"}});
    CHECK(misfit_of<by_number>(R"([[1,"a"],[2]])") == "data[1]: expected a list of 2, found one of 1");
    CHECK(decode<by_number>(encode(by_number{{1, "a"}})) == by_number{{1, "a"}});
}

TEST_CASE("decode: lists of a size, and pointers") {
    CHECK(from<std::array<int, 2>>("[1,2]") == std::array<int, 2>{1, 2});
    CHECK(misfit_of<std::array<int, 2>>("[1,2,3]") == "data: expected a list of 2, found one of 3");
    CHECK(from<std::pair<int, std::string>>(R"([1,"a"])") == std::pair<int, std::string>(1, "a"));
    CHECK(misfit_of<std::tuple<int, bool, int>>("[1,2,true]") == "data[1]: expected a boolean, found 2");
    CHECK(from<std::tuple<>>("[]") == std::tuple<>());
    CHECK(*from<std::shared_ptr<int>>("7") == 7);
    CHECK(*from<std::shared_ptr<const int>>("7") == 7);
    CHECK(from<std::shared_ptr<int>>("null") == nullptr);
    CHECK(**from<std::optional<std::unique_ptr<int>>>("7") == 7);
    CHECK(misfit_of<std::vector<std::shared_ptr<int>>>("[null,[]]") == "data[1]: expected an integer, found a list");
}

TEST_CASE("decode: absent and null are told apart by an optional of an optional") {
    const auto absent = from<fleet::change>("{}"), null = from<fleet::change>(R"({"limit":null,"other":null})"),
               given = from<fleet::change>(R"({"limit":5})");
    CHECK(!absent.limit);
    REQUIRE(null.limit);
    CHECK(!*null.limit);
    CHECK(**given.limit == 5);
    CHECK(json::serialize(encode(absent)) == R"({"other":null})");
    CHECK(json::serialize(encode(null)) == R"({"limit":null,"other":null})");
    CHECK(json::serialize(encode(given)) == R"({"limit":5,"other":null})");
}

TEST_CASE("decode: times") {
    using namespace std::chrono;
    using precise = sys_time<milliseconds>;
    CHECK(from<precise>(R"("1970-01-01T00:00:01.5+00:00")") == precise(milliseconds(1500)));
    CHECK(from<sys_days>(R"("2024-02-29T23:00:00Z")") == sys_days(2024y / 2 / 29));
    CHECK(from<system_clock::time_point>(R"("1970-01-01T01:00:00+01:00")") == system_clock::time_point());
    CHECK(misfit_of<std::vector<precise>>(R"(["2024-02-30T00:00:00Z"])") ==
          "data[0]: expected a time like 2024-01-31T23:59:59Z, found \"2024-02-30T00:00:00Z\"");
    CHECK(misfit_of<precise>("17") == "data: expected a time like 2024-01-31T23:59:59Z, found 17");
    CHECK(misfit_of<sys_time<nanoseconds>>(R"("9999-12-31T23:59:59Z")") ==
          "data: expected a time that is not so far away, found \"9999-12-31T23:59:59Z\"");
    CHECK(encode(precise(milliseconds(1500))) == json::value("1970-01-01T00:00:01.500Z"));
}

TEST_CASE("decode: the functions that Boost.JSON asks for; the places of parts that a type decodes itself") {
    CHECK(from<fleet::metres>("2.5").count == 2.5);
    CHECK(misfit_of<std::vector<fleet::metres>>(R"([1,"x"])").starts_with("data[1]: "));
    CHECK(encode(fleet::metres{2.5}) == json::value(2.5));
    CHECK(from<fleet::stop>(R"({"name":"a","minutes":[5]})").minute == 5);
    CHECK(misfit_of<std::vector<fleet::stop>>(R"([{"name":"a","minutes":[1,true]}])") ==
          "data[0].minutes[1]: expected an integer, found true");
    CHECK(misfit_of<std::vector<fleet::stop>>(R"([{"minutes":[]}])") == "data[0].name: is missing");
    CHECK(json::serialize(encode(std::vector{fleet::stop{"a", 1}})) == R"([{"name":"a","minutes":[1]}])");
}
