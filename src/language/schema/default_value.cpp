#include "language/schema/default_value.hpp"

#include "language/natural_order.hpp"
#include "language/schema/applied.hpp"
#include "language/syntax/print.hpp"
#include "language/syntax/string_value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <stdexcept>

namespace corogql::language {

namespace {

/// Input objects that are each other's default values may grow without end; then the text as it was written is taken.
constexpr std::size_t most_added_text = 1 << 14;
constexpr std::size_t most_levels = 1000;

struct too_large : std::length_error {
    using std::length_error::length_error;
};

/// Returns a number as JavaScript writes it: the fewest digits, and an exponent only where it is far from zero.
std::string number_text(std::string_view written) {
    double number = 0;
    std::from_chars(written.data(), written.data() + written.size(), number);
    if (!std::isfinite(number)) return std::string(written);
    if (number == 0) return "0";
    char room[64];
    const auto end = std::to_chars(room, room + sizeof room, std::abs(number), std::chars_format::scientific).ptr;
    const std::string_view text(room, static_cast<std::size_t>(end - room));
    const auto e = text.find('e');
    std::string digits(text.substr(0, 1));
    if (e > 2) digits += text.substr(2, e - 2);
    int exponent = 0;
    const auto* behind_sign = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
    std::from_chars(behind_sign, end, exponent);
    const int point = exponent + 1; // how many digits stand before the point
    const int count = static_cast<int>(digits.size());
    std::string result = number < 0 ? "-" : "";
    if (point > 21 || point <= -6) {
        result += digits[0];
        if (count > 1) result += '.' + digits.substr(1);
        return result + 'e' + (exponent < 0 ? '-' : '+') + std::to_string(std::abs(exponent));
    }
    if (point <= 0) return result + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    const auto before = static_cast<std::size_t>(point);
    if (point >= count) return result + digits + std::string(static_cast<std::size_t>(point - count), '0');
    return result + digits.substr(0, before) + '.' + digits.substr(before);
}

std::string integer_text(std::string_view written) { return written == "-0" ? "0" : std::string(written); }

bool is_32_bit(std::string_view integer) {
    std::int32_t number = 0;
    const auto read = std::from_chars(integer.data(), integer.data() + integer.size(), number);
    return read.ec == std::errc() && read.ptr == integer.data() + integer.size();
}

bool looks_like_integer(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.empty() || (text.front() == '0' && text.size() > 1)) return false;
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

class coercion {
public:
    coercion(const schema& in, bool sorted) : schema_(in), sorted_(sorted) {}

    std::optional<std::string> of(const value& given, const type_reference& type) {
        const counted level(*this);
        using kind = value::type;
        if (type.non_null()) return given.kind == kind::null ? std::nullopt : of(given, type.nullable());
        if (given.kind == kind::null) return "null";
        if (type.is_list()) return list(given, type.item());
        const auto* named = schema_.find(type);
        if (!named || !named->is_input()) return print(given);
        if (named->kind == type_kind::input) return object(given, *named);
        if (named->kind == type_kind::scalar) return scalar(given, named->name.text);
        if (given.kind != kind::enumeration || !named->value(given.text)) return std::nullopt;
        return std::string(given.text);
    }

private:
    struct counted {
        explicit counted(coercion& in) : levels(in.levels_) {
            if (++levels > most_levels) throw too_large("nests too deeply");
        }
        ~counted() { --levels; }
        counted(const counted&) = delete;
        counted& operator=(const counted&) = delete;
        std::size_t& levels;
    };

    std::optional<std::string> list(const value& given, const type_reference& item_type) {
        std::string text;
        const auto add = [&](const value& item) {
            const auto coerced = of(item, item_type);
            if (coerced) text += (text.empty() ? "[" : ", ") + *coerced;
            return coerced.has_value();
        };
        if (given.kind != value::type::list) return add(given) ? std::optional(text + ']') : std::nullopt;
        for (const auto& item : given.items)
            if (!add(item)) return std::nullopt;
        return text.empty() ? "[]" : text + ']';
    }

    std::optional<std::string> object(const value& given, const type_definition& type) {
        if (given.kind != value::type::object) return std::nullopt;
        std::unordered_map<std::string_view, const value*> written;
        for (const auto& field : given.fields) written[field.name.text] = &field.value;
        std::vector<const input_definition*> fields;
        for (const auto& field : type.inputs) fields.push_back(&field);
        if (sorted_)
            std::sort(fields.begin(), fields.end(), [](const auto* left, const auto* right) {
                return naturally_before(left->name.text, right->name.text);
            });
        std::string text = "{";
        std::size_t count = 0;
        bool is_null = false;
        for (const auto* field : fields) {
            const auto found = written.find(field->name.text);
            const bool given_here = found != written.end();
            const auto coerced = given_here ? of(*found->second, field->type) : default_of(*field);
            if (!coerced && (given_here || field->type.non_null())) return std::nullopt;
            if (!coerced) continue;
            if (++count > 1) text += ", ";
            text.append(field->name.text).append(": ").append(*coerced);
            is_null = *coerced == "null";
        }
        if (is_one_of(type.directives) && (count != 1 || is_null)) return std::nullopt;
        return text + '}';
    }

    std::optional<std::string> default_of(const input_definition& field) {
        if (!field.default_value) return std::nullopt;
        if (!within_.insert(&field).second) throw too_large("holds itself");
        auto coerced = of(*field.default_value, field.type);
        within_.erase(&field);
        if (coerced && (added_ += coerced->size()) > most_added_text) throw too_large("grows too large");
        return coerced;
    }

    static std::optional<std::string> scalar(const value& given, std::string_view name) {
        using kind = value::type;
        const auto only_if = [&](bool fits) { return fits ? std::optional(print_scalar(given)) : std::nullopt; };
        if (name == "Int") return only_if(given.kind == kind::integer && is_32_bit(given.text));
        if (name == "Boolean") return only_if(given.kind == kind::boolean);
        if (name == "String") return only_if(given.kind == kind::string);
        if (name == "Float") {
            if (given.kind != kind::integer && given.kind != kind::floating) return std::nullopt;
            return number_text(given.text);
        }
        if (name != "ID") return print_scalar(given);
        if (given.kind != kind::string && given.kind != kind::integer) return std::nullopt;
        return looks_like_integer(given.text) ? std::string(given.text) : print_string(given.text);
    }

    /// Returns what any scalar may be. Only integers keep digits that JavaScript has not.
    static std::string print_scalar(const value& given) {
        using kind = value::type;
        switch (given.kind) {
        case kind::integer: return integer_text(given.text);
        case kind::floating: return number_text(given.text);
        case kind::string:
        case kind::enumeration: return print_string(given.text);
        default: return print(given);
        }
    }

    const schema& schema_;
    const bool sorted_;
    std::size_t levels_ = 0;
    std::size_t added_ = 0;
    std::set<const input_definition*> within_;
};

} // namespace

std::optional<std::string> default_text(const schema& in, const input_definition& of, bool sorted) {
    if (!of.default_value) return std::nullopt;
    try {
        return coercion(in, sorted).of(*of.default_value, of.type);
    } catch (const too_large&) {
        return print(*of.default_value);
    }
}

} // namespace corogql::language
