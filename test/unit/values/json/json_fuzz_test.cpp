/// The scanner against Boost.JSON on random texts: the same are JSON to both, and their parts are the same
/// values.
#include "random_json.hpp"

#include "values/json/scanner.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <optional>

using namespace corogql::detail;
using corogql::test::random_json;
namespace json = boost::json;

namespace {

constexpr unsigned fuzz_depth = 6;

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

std::optional<json::value> parse(std::string_view text, boost::system::error_code& failed) {
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
        boost::system::error_code failed;
        const auto value = parse(at.value(), failed);
        REQUIRE_FALSE(failed);
        object[key] = *value;
    });
    return object;
}

/// What becomes of the value at the beginning of a text that grows, and how much of it was there by then.
struct verdict {
    std::string text; ///< the value's, or why it is refused
    std::size_t size;
};

verdict read_growing(std::string_view text, std::size_t step) {
    json_scanner scanner({}, fuzz_depth);
    std::unique_ptr<std::string> held; // elsewhere in memory every time
    for (std::size_t size = std::min(step, text.size());; size = std::min(size + step, text.size())) {
        auto more = std::make_unique<std::string>(text.substr(0, size));
        const bool complete = size == text.size();
        scanner.grow(*more, complete);
        held = std::move(more);
        try {
            if (scanner.try_value()) {
                const std::string value(scanner.text_from(0));
                scanner.grow(text, true);
                scanner.finish();
                return {value, size};
            }
            REQUIRE_FALSE(complete);
        } catch (const json_syntax_error& bad) {
            return {bad.what(), size};
        }
    }
}

} // namespace

TEST_CASE("json_scanner: agrees with Boost.JSON on 60,000 random texts") {
    random_json random(20240607);
    unsigned accepted = 0, refused = 0, objects = 0;
    for (int i = 0; i < 60'000; ++i) {
        auto text = i % 4 == 0 ? random.tokens() : random.json(fuzz_depth);
        if (i % 4 >= 2) text = random.damaged(std::move(text));
        CAPTURE(text);
        boost::system::error_code failed;
        const bool parses = parse(without_surrogates(text), failed).has_value();
        if (failed == json::error::exponent_overflow) continue; // legal too, but no double
        REQUIRE(scans(text) == parses);
        ++(failed ? refused : accepted);
        if (const auto value = parse(text, failed); value && value->is_object()) {
            ++objects;
            REQUIRE(reassemble(text) == value->get_object());
        }
    }
    // The texts are of all kinds.
    CHECK(accepted > 20'000);
    CHECK(refused > 10'000);
    CHECK(objects > 1'000);
}

TEST_CASE("json_scanner: a text that grows is judged as the whole one is, and as soon as that can be known") {
    random_json random(20260607);
    unsigned accepted = 0, refused_early = 0;
    for (int i = 0; i < 30'000; ++i) {
        auto text = i % 4 == 0 ? random.tokens() : random.json(fuzz_depth);
        if (i % 4 >= 2) text = random.damaged(std::move(text));
        CAPTURE(text);
        const auto whole = read_growing(text, text.size() + 1);
        for (const std::size_t step : {std::size_t(1), 2 + random.below(20)}) {
            const auto pieces = read_growing(text, step);
            CAPTURE(step);
            REQUIRE(pieces.text == whole.text);
            const auto place = pieces.text.rfind(" at byte ");
            if (place == std::string::npos) {
                ++accepted;
                continue;
            }
            // A literal is refused where it begins, by any of its letters.
            if (pieces.text.find("after the value") != std::string::npos) continue;
            const auto offset = std::stoul(pieces.text.substr(place + 9));
            REQUIRE(pieces.size < offset + 5 + step);
            refused_early += pieces.size < text.size();
        }
    }
    CHECK(accepted > 20'000);
    CHECK(refused_early > 5'000);
}

TEST_CASE("json_scanner: a deep text that grows keeps its brackets apart") {
    std::string text, ends;
    for (int i = 0; i < 200; ++i) {
        const bool object = i % 3 == 0 || i % 7 == 0;
        text += object ? "{\"a\":" : "[";
        ends = (object ? '}' : ']') + ends;
    }
    for (const std::size_t step : {1u, 63u, 10'000u}) {
        for (std::size_t place = 0; place <= ends.size(); ++place) {
            auto wrong = ends;
            if (place < ends.size()) wrong[place] = wrong[place] == '}' ? ']' : '}';
            json_scanner scanner({});
            const auto whole = text + '1' + wrong;
            bool accepted = false;
            try {
                for (std::size_t size = 0; !accepted; size = std::min(size + step, whole.size())) {
                    scanner.grow(std::string_view(whole).substr(0, size), size == whole.size());
                    accepted = scanner.try_value();
                }
            } catch (const json_syntax_error&) {
                REQUIRE_FALSE(accepted);
            }
            REQUIRE(accepted == (place == ends.size()));
        }
    }
}
