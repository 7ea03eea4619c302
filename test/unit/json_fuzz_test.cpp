/// The scanner against Boost.JSON on random texts: the same are JSON to both, and their parts are the same
/// values.
#include "protocol/json_scanner.hpp"
#include "values/utf8.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <optional>
#include <random>

using namespace corogql::protocol;
using corogql::detail::is_utf8;
namespace json = boost::json;

namespace {

constexpr unsigned fuzz_depth = 6;

class random_text {
public:
    explicit random_text(unsigned seed) : engine_(seed) {}

    std::size_t below(std::size_t count) { return engine_() % count; }

    /// A valid text with odd spacing and odd spellings.
    std::string json(unsigned depth = 0) {
        const auto kind = below(depth > fuzz_depth ? 4 : 7);
        if (kind == 0) return pick({"null", "true", "false"});
        if (kind == 1)
            return pick({"0", "-0", "7", "-12.5e-3", "1E5", "9223372036854775807", "18446744073709551616", "1e400"});
        if (kind <= 3) return string();
        const bool object = kind % 2 == 0;
        std::string text(1, object ? '{' : '[');
        for (auto left = below(4); left > 0; --left) {
            if (text.size() > 1) text += ',';
            text += space();
            if (object) text += string() + space() + ':' + space();
            text += json(depth + 1) + space();
        }
        return text + (object ? '}' : ']');
    }

    /// Something near to JSON.
    std::string damaged(std::string text) {
        static constexpr std::string_view bytes = "{}[]\",:\\/-+.eEu0123456789abdtrfnl \n\t\x01\x7f\xc3\xa9\xff";
        for (auto left = 1 + below(3); left > 0 && !text.empty(); --left) {
            const auto at = below(text.size());
            const char byte = bytes[below(bytes.size())];
            switch (below(5)) {
            case 0: text.erase(at, 1 + below(3)); break;
            case 1: text[at] = byte; break;
            case 2: text.insert(at, 1, byte); break;
            case 3: text.insert(at, text.substr(below(text.size()), below(8))); break;
            default: text.resize(at); break;
            }
        }
        return text;
    }

    std::string tokens() {
        std::string text;
        for (auto left = below(12); left > 0; --left)
            text += pick({"{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "1", "-", ".", "e", "true", "null", " "});
        return text;
    }

private:
    std::string pick(std::initializer_list<const char*> from) { return *(from.begin() + below(from.size())); }
    std::string space() { return below(3) ? "" : pick({" ", "\n", "\t\r ", "  "}); }

    std::string string() {
        std::string text = "\"";
        for (auto left = below(20); left > 0; --left)
            text += pick({"a", "b", "data", " ", "\\n", "\\\"", "\\\\", "\\u0041", "\\ud83d\\ude00", "\\ud83d",
                          "\\udE00", "é", "😀", "/", "\x7f"});
        return text += '"';
    }

    std::mt19937 engine_;
};

bool scans(std::string_view text) {
    try {
        json_scanner scanner(text, fuzz_depth);
        scanner.value();
        scanner.finish();
        return true;
    } catch (const json_syntax_error&) {
        return false;
    }
}

std::optional<json::value> parse(std::string_view text, json::error_code& failed) {
    json::parse_options options;
    options.max_depth = fuzz_depth;
    options.allow_invalid_utf8 = true; // a check that is not the scanner's
    auto value = json::parse(json::string_view(text.data(), text.size()), failed, {}, options);
    if (failed) return std::nullopt;
    return value;
}

/// The text with plain letters for surrogates: a lone one is JSON that no json::value can hold.
std::string without_surrogates(std::string text) {
    for (std::size_t at = 0; (at = text.find('\\', at)) < text.size(); at += 2)
        if (at + 3 < text.size() && text[at + 1] == 'u' && (text[at + 2] | 0x20) == 'd' &&
            std::string_view("89abcdefABCDEF").find(text[at + 3]) != std::string_view::npos)
            text[at + 2] = '0';
    return text;
}

/// Members put together from the scanner's pieces; of one name, the last.
json::object reassemble(std::string_view text) {
    json::object object;
    json_scanner scanner(text, fuzz_depth);
    scanner.object([&](std::string_view key, json_scanner& at) {
        json::error_code failed;
        const auto value = parse(at.value(), failed);
        REQUIRE_FALSE(failed);
        object[key] = *value;
    });
    return object;
}

} // namespace

TEST_CASE("json_scanner: agrees with Boost.JSON on 60,000 random texts") {
    random_text random(20240607);
    unsigned accepted = 0, refused = 0, objects = 0;
    for (int i = 0; i < 60'000; ++i) {
        auto text = i % 4 == 0 ? random.tokens() : random.json();
        if (i % 4 >= 2) text = random.damaged(std::move(text));
        CAPTURE(text);
        json::error_code failed;
        const bool parses = parse(without_surrogates(text), failed).has_value();
        if (failed == json::error::exponent_overflow) continue; // legal too, but no double
        REQUIRE(scans(text) == parses);
        ++(failed ? refused : accepted);
        // Keys that are not UTF-8 cannot be unescaped.
        if (const auto value = parse(text, failed); value && value->is_object() && is_utf8(text)) {
            ++objects;
            REQUIRE(reassemble(text) == value->get_object());
        }
    }
    // The texts are of all kinds.
    CHECK(accepted > 20'000);
    CHECK(refused > 10'000);
    CHECK(objects > 1'000);
}
