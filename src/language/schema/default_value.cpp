#include "language/schema/default_value.hpp"

#include "language/natural_order.hpp"
#include "language/number_text.hpp"
#include "language/schema/applied.hpp"
#include "language/schema/built_in.hpp"
#include "language/syntax/print.hpp"
#include "language/syntax/string_value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace corogql::language {

namespace {

/// Input objects that are each other's default values may grow without end; then the text as it was written is taken.
constexpr std::size_t most_added_text = 1 << 12;
constexpr std::size_t most_levels = 1000;

struct too_large : std::length_error {
    using std::length_error::length_error;
};
struct holds_itself : too_large {
    holds_itself() : too_large("holds itself") {}
};

/// What JavaScript has no number for stays as it is written.
std::string floating_text(std::string_view written) {
    double number = 0;
    std::from_chars(written.data(), written.data() + written.size(), number);
    return std::isfinite(number) ? number_text(number) : std::string(written);
}

std::string integer_text(std::string_view written) { return written == "-0" ? "0" : std::string(written); }

bool looks_like_integer(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.empty() || (text.front() == '0' && text.size() > 1)) return false;
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Returns what any scalar may be. Only integers keep digits that JavaScript has not.
std::string print_scalar(const value& given) {
    using kind = value::type;
    switch (given.kind) {
    case kind::integer: return integer_text(given.text);
    case kind::floating: return floating_text(given.text);
    case kind::string:
    case kind::enumeration: return print_string(given.text);
    default: return print(given);
    }
}

std::optional<std::string> scalar_text(const value& given, std::string_view name) {
    using kind = value::type;
    const auto only_if = [&](bool fits) { return fits ? std::optional(print_scalar(given)) : std::nullopt; };
    if (name == "Int") return only_if(given.kind == kind::integer && is_int(given.text));
    if (name == "Boolean") return only_if(given.kind == kind::boolean);
    if (name == "String") return only_if(given.kind == kind::string);
    if (name == "Float") {
        if (given.kind != kind::integer && given.kind != kind::floating) return std::nullopt;
        return floating_text(given.text);
    }
    if (name != "ID") return print_scalar(given);
    if (given.kind != kind::string && given.kind != kind::integer) return std::nullopt;
    return looks_like_integer(given.text) ? std::string(given.text) : print_string(given.text);
}

} // namespace

struct default_texts::level {
    explicit level(default_texts& in) : count(in.levels_) {
        if (count == most_levels) throw too_large("nests too deeply");
        ++count;
    }
    ~level() { --count; }
    level(const level&) = delete;
    level& operator=(const level&) = delete;
    std::size_t& count;
};

std::optional<std::string> default_texts::of(const input_definition& input) {
    if (!input.default_value) return std::nullopt;
    try {
        added_ = 0;
        return default_of(input);
    } catch (const too_large&) {
        return print(*input.default_value);
    }
}

std::optional<std::string> default_texts::default_of(const input_definition& input) {
    using state = known::state;
    if (const auto found = known_.find(&input); found != known_.end()) {
        if (found->second.now == state::done) return found->second.text;
        if (found->second.now == state::begun || found->second.endless) throw holds_itself();
        throw too_large("grows too large");
    }
    known_.emplace(&input, known());
    const auto outer = std::exchange(added_, 0);
    try {
        auto text = coerced(*input.default_value, input.type);
        added_ = outer;
        known_[&input] = {state::done, false, text};
        return text;
    } catch (const holds_itself&) {
        known_[&input] = {state::given_up, true, {}};
        throw;
    } catch (const too_large&) {
        known_[&input] = {state::given_up, false, {}};
        throw;
    }
}

bool default_texts::endless(const input_definition& input) {
    if (!of(input)) return false;
    const auto found = known_.find(&input);
    return found != known_.end() && found->second.endless;
}

std::optional<std::string> default_texts::coerced(const value& given, const type_reference& type) {
    const level inside(*this);
    using kind = value::type;
    if (type.non_null()) return given.kind == kind::null ? std::nullopt : coerced(given, type.nullable());
    if (given.kind == kind::null) return "null";
    if (type.is_list()) return list(given, type.item());
    const auto* named = schema_.find(type);
    if (!named || !named->is_input()) return print(given);
    if (named->kind == type_kind::input) return object(given, *named);
    if (named->kind == type_kind::scalar) return scalar_text(given, named->name.text);
    if (given.kind != kind::enumeration || !named->value(given.text)) return std::nullopt;
    return std::string(given.text);
}

std::optional<std::string> default_texts::list(const value& given, const type_reference& item_type) {
    std::string text;
    const auto add = [&](const value& item) {
        const auto item_text = coerced(item, item_type);
        if (item_text) text += (text.empty() ? "[" : ", ") + *item_text;
        return item_text.has_value();
    };
    if (given.kind != value::type::list) return add(given) ? std::optional(text + ']') : std::nullopt;
    for (const auto& item : given.items)
        if (!add(item)) return std::nullopt;
    return text.empty() ? "[]" : text + ']';
}

std::optional<std::string> default_texts::object(const value& given, const type_definition& type) {
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
        std::optional<std::string> field_text;
        if (given_here)
            field_text = coerced(*found->second, field->type);
        else if (field->default_value)
            field_text = default_of(*field);
        if (!field_text && (given_here || field->type.non_null())) return std::nullopt;
        if (!field_text) continue;
        if (!given_here && (added_ += field_text->size()) > most_added_text) throw too_large("grows too large");
        if (++count > 1) text += ", ";
        text.append(field->name.text).append(": ").append(*field_text);
        is_null = *field_text == "null";
    }
    if (is_one_of(type.directives) && (count != 1 || is_null)) return std::nullopt;
    return text + '}';
}

} // namespace corogql::language
