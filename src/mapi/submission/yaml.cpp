#include "mapi/submission/yaml.hpp"

#include <corogql/mapi/error.hpp>

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <regex>

namespace corogql::detail {

namespace {

/// Aliases may repeat what they name again and again.
constexpr std::size_t most_values = 1'000'000;
constexpr int deepest = 100;

[[noreturn]] void refuse(const std::string& what, const YAML::Mark& where) {
    throw mapi::config_error("the YAML cannot be read: line " + std::to_string(where.line + 1) + ", column " +
                             std::to_string(where.column + 1) + ": " + what);
}

bool fits(std::string_view text, const std::regex& pattern) {
    return std::regex_match(text.begin(), text.end(), pattern);
}

/// What YAML 1.1's regular expressions say of a plain scalar.
namespace resolver {

bool is_null(std::string_view text) {
    return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

std::optional<bool> find_bool(std::string_view text) {
    for (const auto* word : {"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})
        if (text == word) return true;
    for (const auto* word : {"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})
        if (text == word) return false;
    return std::nullopt;
}

bool is_integer(std::string_view text) {
    static const std::regex pattern("[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|"
                                    "[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+");
    return fits(text, pattern);
}

bool is_float(std::string_view text) {
    static const std::regex pattern(
        R"([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?|)"
        R"([-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))");
    return fits(text, pattern);
}

bool is_time(std::string_view text) {
    static const std::regex pattern(
        R"([0-9]{4}-[0-9]{2}-[0-9]{2}|)"
        R"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?)"
        R"(([ \t]*(Z|[-+][0-9]{1,2}(:?[0-9]{2})?))?)");
    return fits(text, pattern);
}

/// 1:30:00 is 5400.
template <class Number>
double in_base_sixty(std::string_view digits, Number last) {
    double total = 0;
    for (auto colon = digits.find(':'); colon != std::string_view::npos; colon = digits.find(':')) {
        total = total * 60 + std::stod(std::string(digits.substr(0, colon)));
        digits.remove_prefix(colon + 1);
    }
    return total * 60 + last(digits);
}

json::value read_integer(std::string text) {
    std::erase(text, '_');
    const bool negative = text.front() == '-';
    std::string_view digits = text;
    if (negative || digits.front() == '+') digits.remove_prefix(1);
    int base = 10;
    if (digits.starts_with("0b"))
        base = 2, digits.remove_prefix(2);
    else if (digits.starts_with("0x"))
        base = 16, digits.remove_prefix(2);
    else if (digits.size() > 1 && digits.front() == '0')
        base = 8, digits.remove_prefix(1);
    double rough = 0;
    if (digits.find(':') != std::string_view::npos) {
        rough = in_base_sixty(digits, [](std::string_view last) { return std::stod(std::string(last)); });
    } else {
        std::uint64_t exact = 0;
        const auto* const end = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), end, exact, base);
        if (read.ec == std::errc()) {
            if (!negative && exact > std::uint64_t(std::numeric_limits<std::int64_t>::max())) return exact;
            if (exact <= std::uint64_t(std::numeric_limits<std::int64_t>::max()))
                return negative ? -static_cast<std::int64_t>(exact) : static_cast<std::int64_t>(exact);
        }
        for (const char digit : digits) // longer than 64 bits
            rough = rough * base + (digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10);
    }
    if (negative) rough = -rough;
    constexpr double exact_up_to = 9007199254740992.0;
    if (std::abs(rough) <= exact_up_to) return static_cast<std::int64_t>(rough);
    return rough;
}

double read_float(std::string text) {
    std::erase(text, '_');
    const bool negative = text.front() == '-';
    std::string_view digits = text;
    if (negative || digits.front() == '+') digits.remove_prefix(1);
    double value = 0;
    if (digits.size() == 4 && (digits[1] == 'i' || digits[1] == 'I'))
        value = std::numeric_limits<double>::infinity();
    else if (digits.size() == 4 && (digits[1] == 'n' || digits[1] == 'N'))
        value = std::numeric_limits<double>::quiet_NaN();
    else
        value = in_base_sixty(digits, [](std::string_view last) { return std::stod("0" + std::string(last)); });
    return negative ? -value : value;
}

} // namespace resolver

class reader {
public:
    json::value read(const YAML::Node& node, int depth = 0) {
        if (depth > deepest) refuse("it is nested more than " + std::to_string(deepest) + " deep", node.Mark());
        if (++values_ > most_values) refuse("it has more than a million values, aliases included", node.Mark());
        switch (node.Type()) {
        case YAML::NodeType::Undefined:
        case YAML::NodeType::Null: return nullptr;
        case YAML::NodeType::Scalar: return scalar(node);
        case YAML::NodeType::Map: return mapping(node, depth);
        case YAML::NodeType::Sequence: break;
        }
        json::array items;
        for (const auto& item : node) items.push_back(read(item, depth + 1));
        return items;
    }

private:
    static json::value scalar(const YAML::Node& node) {
        const auto& text = node.Scalar();
        const auto& tag = node.Tag();
        if (tag == "!" || tag == "tag:yaml.org,2002:str") return json::string(text);
        if (tag != "?" && !tag.empty() && !tag.starts_with("tag:yaml.org,2002:"))
            refuse("the tag " + tag + " is not known", node.Mark());
        if (resolver::is_null(text)) return nullptr;
        if (const auto truth = resolver::find_bool(text)) return *truth;
        if (resolver::is_integer(text)) return resolver::read_integer(text);
        if (resolver::is_float(text)) return resolver::read_float(text);
        return json::string(text);
    }

    json::value mapping(const YAML::Node& node, int depth) {
        json::object members, merged;
        for (const auto& entry : node) {
            if (!entry.first.IsScalar() && !entry.first.IsNull()) refuse("a key must be a text", entry.first.Mark());
            const auto key = entry.first.IsNull() ? std::string("null") : entry.first.Scalar();
            auto value = read(entry.second, depth + 1);
            if (key == "<<" && entry.first.Tag() != "!")
                merge(std::move(value), merged, entry.second.Mark());
            else
                members[key] = std::move(value);
        }
        for (auto& [key, value] : merged)
            if (!members.contains(key)) members[key] = std::move(value);
        return members;
    }

    /// Of several mappings the first one wins.
    static void merge(json::value from, json::object& into, const YAML::Mark& where) {
        json::array several;
        if (from.is_object())
            several.push_back(std::move(from));
        else if (from.is_array())
            several = std::move(from.get_array());
        else
            refuse("<< merges mappings only", where);
        for (auto& each : several) {
            if (!each.is_object()) refuse("<< merges mappings only", where);
            for (auto& [key, value] : each.get_object())
                if (!into.contains(key)) into[key] = std::move(value);
        }
    }

    std::size_t values_ = 0;
};

void write(YAML::Emitter& out, const json::value& value) {
    switch (value.kind()) {
    case json::kind::null: out << YAML::Null; break;
    case json::kind::bool_: out << value.get_bool(); break;
    case json::kind::int64: out << value.get_int64(); break;
    case json::kind::uint64: out << value.get_uint64(); break;
    case json::kind::double_: {
        // With a point, and digits enough for the same number to be read again.
        char text[40];
        const auto end = std::to_chars(text, text + sizeof text, value.get_double()).ptr;
        std::string number(text, end);
        if (std::isfinite(value.get_double()) && number.find('.') == std::string::npos) {
            const auto exponent = number.find('e');
            number.insert(exponent == std::string::npos ? number.size() : exponent, ".0");
        }
        out << number;
        break;
    }
    case json::kind::string: {
        const std::string text(value.get_string());
        if (text.find('\n') != std::string::npos)
            out << YAML::Literal;
        else if (needs_quotes(text))
            out << YAML::DoubleQuoted;
        out << text;
        break;
    }
    case json::kind::array:
        out << YAML::BeginSeq;
        for (const auto& item : value.get_array()) write(out, item);
        out << YAML::EndSeq;
        break;
    case json::kind::object:
        out << YAML::BeginMap;
        for (const auto& [name, member] : value.get_object()) {
            out << YAML::Key;
            write(out, json::string(name));
            out << YAML::Value;
            write(out, member);
        }
        out << YAML::EndMap;
        break;
    }
}

} // namespace

bool needs_quotes(std::string_view text) {
    return resolver::is_null(text) || resolver::find_bool(text) || resolver::is_integer(text) ||
           resolver::is_float(text) || resolver::is_time(text) || text == "=" || text == "<<";
}

json::value parse_yaml(std::string_view text) {
    try {
        return reader().read(YAML::Load(std::string(text)));
    } catch (const YAML::Exception& bad) {
        refuse(bad.msg, bad.mark);
    }
}

std::string to_yaml(const json::value& value) {
    YAML::Emitter out;
    write(out, value);
    return std::string(out.c_str()) + "\n";
}

} // namespace corogql::detail
