/// Random JSON texts, and such as are nearly JSON.
#pragma once

#include <initializer_list>
#include <random>
#include <string>
#include <string_view>

namespace corogql::test {

class random_json {
public:
    explicit random_json(unsigned seed) : engine_(seed) {}

    std::size_t below(std::size_t count) { return engine_() % count; }

    /// A valid text with odd spacing and odd spellings.
    std::string json(unsigned max_depth, unsigned depth = 0) {
        const auto kind = below(depth > max_depth ? 4 : 7);
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
            text += json(max_depth, depth + 1) + space();
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

    std::string pick(std::initializer_list<const char*> from) { return *(from.begin() + below(from.size())); }
    std::string space() { return below(3) ? "" : pick({" ", "\n", "\t\r ", "  "}); }

    std::string string() {
        std::string text = "\"";
        for (auto left = below(20); left > 0; --left)
            text += pick({"a", "b", "data", " ", "\\n", "\\\"", "\\\\", "\\u0041", "\\ud83d\\ude00", "\\ud83d",
                          "\\udE00", "é", "😀", "/", "\x7f"});
        return text += '"';
    }

private:
    std::mt19937 engine_;
};

} // namespace corogql::test
