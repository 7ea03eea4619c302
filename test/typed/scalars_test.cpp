/// The codecs that are ready, as generated code uses them.
#include "../support/caught.hpp"

#include <corogql/scalars/base64.hpp>
#include <corogql/scalars/json.hpp>
#include <corogql/scalars/rfc3339.hpp>
#include <corogql/scalars/uuid.hpp>
#include <corogql/typed/codecs.hpp>
#include <corogql/upload.hpp>

#include <boost/json/value.hpp>
#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace corogql;
using corogql::test::caught;

namespace {

template <class Codec, class T>
T read(std::string_view json) {
    T out{};
    typed::reader in(json);
    typed::scalar<Codec>::read(in, out);
    return out;
}

template <class Codec, class T>
std::string written(const T& value) {
    std::string json;
    std::vector<typed::writer::file> files;
    typed::writer to(json, files);
    typed::scalar<Codec>::write(to, value);
    return json;
}

} // namespace

TEST_CASE("scalars: base64 has the vectors of RFC 4648, section 10") {
    const std::pair<const char*, const char*> vectors[] = {{"", R"("")"},
                                                           {"f", R"("Zg==")"},
                                                           {"fo", R"("Zm8=")"},
                                                           {"foo", R"("Zm9v")"},
                                                           {"foob", R"("Zm9vYg==")"},
                                                           {"fooba", R"("Zm9vYmE=")"},
                                                           {"foobar", R"("Zm9vYmFy")"}};
    for (const auto& [bytes, json] : vectors) {
        CHECK(read<scalars::base64, std::string>(json) == bytes);
        CHECK(written<scalars::base64>(std::string(bytes)) == json);
    }
    CHECK(read<scalars::base64, std::string>(R"("Zg")") == "f");
    const std::vector<std::byte> high{std::byte{0xfb}, std::byte{0xff}};
    CHECK(read<scalars::base64, std::vector<std::byte>>(R"("+\/8=")") == high);
    CHECK(read<scalars::base64, std::vector<std::byte>>(R"("\u002B/8=")") == high);
    CHECK(read<scalars::base64, std::vector<std::byte>>(R"("-_8")") == high);
    CHECK(written<scalars::base64>(high) == R"("+/8=")");
    for (const auto* json : {R"("Z")", R"("Zg=")", R"("Zg===")", R"("=")", R"("====")", R"("Z===")", R"("Zh==")",
                             R"("Zm9=")", R"("Zm 9")", R"("Zm\n9")", "7", "null", "[]"})
        CHECK_MESSAGE(caught([&] { read<scalars::base64, std::string>(json); }).kind() == error_kind::decode, json);
}

TEST_CASE("scalars: UUIDs are sixteen bytes in the order of their text") {
    using bytes = std::array<unsigned char, 16>;
    const bytes some{0xf8, 0x1d, 0x4f, 0xae, 0x7d, 0xec, 0x11, 0xd0, 0xa7, 0x65, 0x00, 0xa0, 0xc9, 0x1e, 0x6b, 0xf6};
    CHECK(read<scalars::uuid, bytes>(R"("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")") == some);
    CHECK(read<scalars::uuid, bytes>(R"("F81D4FAE7DEC11D0A76500A0C91E6BF6")") == some);
    CHECK(written<scalars::uuid>(some) == R"("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")");
    for (const auto* json :
         {R"("f81d4fae-7dec-11d0-a765-00a0c91e6bf")", R"("f81d4fae-7dec-11d0-a765-00a0c91e6bfg")",
          R"("f81d4fae7-dec-11d0-a765-00a0c91e6bf6")", R"("+81d4fae-7dec-11d0-a765-00a0c91e6bf6")", R"("")", "null"})
        CHECK_MESSAGE(caught([&] { read<scalars::uuid, bytes>(json); }).kind() == error_kind::decode, json);
}

TEST_CASE("scalars: JSON is a value, with its place where none can hold it") {
    using codec = scalar_codec<json::value>;
    CHECK(read<codec, json::value>(R"({"a":[1,"x\n"]})") == json::value{{"a", {1, "x\n"}}});
    CHECK(read<codec, json::value>("9007199254740993") == 9007199254740993);
    CHECK(written<codec>(json::value{{"a", nullptr}}) == R"({"a":null})");
    CHECK(std::string(caught([] { read<codec, json::value>(R"("\ud800")"); }).what()).find("surrogate") !=
          std::string::npos);
}

TEST_CASE("scalars: escapes that a server could have done without are none of a codec's business") {
    using namespace std::chrono;
    using codec = scalar_codec<sys_time<seconds>>;
    CHECK(read<codec, sys_time<seconds>>(R"("2024-01-31T01:00:00\u002B01:00")") == sys_days(year(2024) / 1 / 31));
}

TEST_CASE("reader: integers up to their limits, by digits and otherwise") {
    using limits = std::numeric_limits<std::int64_t>;
    const auto read_all = [](std::string_view json) {
        typed::reader in(json);
        return in.read_int64(limits::min(), limits::max());
    };
    CHECK(read_all("0") == 0);
    CHECK(read_all("999999999999999999") == 999'999'999'999'999'999);
    CHECK(read_all("9223372036854775807") == limits::max());
    CHECK(read_all("-9223372036854775808") == limits::min());
    CHECK(read_all("9007199254740992.0") == 9'007'199'254'740'992);
    CHECK(read_all("1e3 ") == 1000);
    CHECK(caught([&] { read_all("9223372036854775808"); }).kind() == error_kind::decode);
    CHECK(caught([&] { read_all("12.5"); }).kind() == error_kind::decode);
    for (const std::string_view json : {"[2147483647]", "[2147483647,1]", "[ 2147483647 ]"}) {
        typed::reader in(json);
        std::vector<std::int32_t> list;
        in.list([&] { list.push_back(in.read_int()); });
        CHECK(list.front() == 2'147'483'647);
    }
    // As many digits as are added up without a question, one more, and the limits, with something behind them.
    const std::pair<std::string_view, std::int64_t> signed_ones[] = {
        {"[999999999999999999,1]", 999'999'999'999'999'999},
        {"[1000000000000000000]", 1'000'000'000'000'000'000},
        {"[9223372036854775807 ,1]", limits::max()},
        {"[-9223372036854775808]", limits::min()},
        {"[-1,1]", -1},
        {"[-0]", 0},
    };
    for (const auto& [json, number] : signed_ones) {
        CAPTURE(json);
        typed::reader in(json);
        std::vector<std::int64_t> list;
        in.list([&] { list.push_back(in.read_int64(limits::min(), limits::max())); });
        CHECK(list.front() == number);
    }
    const std::pair<std::string_view, std::uint64_t> unsigned_ones[] = {
        {"[18446744073709551615]", std::numeric_limits<std::uint64_t>::max()},
        {"[10000000000000000000]", 10'000'000'000'000'000'000U},
    };
    for (const auto& [json, number] : unsigned_ones) {
        CAPTURE(json);
        typed::reader in(json);
        in.list([&] { CHECK(in.read_uint64(std::numeric_limits<std::uint64_t>::max()) == number); });
    }
    for (const std::string_view json : {"[9223372036854775808]", "[-9223372036854775809]", "[99999999999999999999]"}) {
        CAPTURE(json);
        typed::reader in(json);
        const auto read = [&] { in.list([&] { in.read_int64(limits::min(), limits::max()); }); };
        CHECK(caught(read).kind() == error_kind::decode);
    }
    typed::reader beyond("[2147483648]");
    CHECK(caught([&] { beyond.list([&] { beyond.read_int(); }); }).kind() == error_kind::decode);
    typed::reader small("[5]");
    CHECK(caught([&] { small.list([&] { small.read_int64(6, 9); }); }).kind() == error_kind::decode);
}

TEST_CASE("reader: a key is another one for each character that differs, whatever its length") {
    const std::string letters = "abcdefghijklmnopqr";
    for (std::size_t size = 1; size <= letters.size(); ++size) {
        const std::string name = letters.substr(0, size);
        const typed::key keys[] = {{name, false}};
        const auto is_found = [&](const std::string& key) {
            const std::string text = "{\"" + key + "\":1}";
            const std::vector<char> exact(text.begin(), text.end()); // a sanitizer sees what is read behind it
            typed::reader in(std::string_view(exact.data(), exact.size()));
            bool found = false;
            in.object(keys, [&](std::size_t) { found = in.read_int() == 1; });
            return found;
        };
        CAPTURE(name);
        CHECK(is_found(name));
        CHECK_FALSE(is_found(name + "x"));
        CHECK_FALSE(is_found(name.substr(1)));
        for (std::size_t at = 0; at < size; ++at) {
            auto other = name;
            other[at] = 'X';
            if (is_found(other)) FAIL("differs at ", at);
        }
    }
}
