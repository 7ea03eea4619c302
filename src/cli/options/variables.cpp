#include "cli/options/variables.hpp"

#include "cli/options/input.hpp"
#include "protocol/graphql/variable_path.hpp"
#include "protocol/pages/variables.hpp"
#include "values/json/builder.hpp"
#include "values/json/number_texts.hpp"

#include <corogql/error.hpp>

#include <algorithm>
#include <optional>

namespace corogql::cli {

namespace {

error bad_variable(const std::string& message) { return error(error_kind::usage, message); }

/// Returns the text of a JSON object, which may be that of a file, and its value.
std::pair<std::string, json::object> read_object(const std::string& given, const std::string& option) {
    auto text = given.starts_with('@') ? read_text_file(given.substr(1)) : checked_text(given, option);
    std::string problem;
    auto value = detail::parse_json(text, problem);
    if (!value) throw bad_variable(option + " is not JSON: " + problem);
    if (!value->is_object()) throw bad_variable(option + " must be a JSON object");
    return {std::move(text), std::move(value->get_object())};
}

bool is_index(std::string_view segment) {
    return !segment.empty() && segment.find_first_not_of("0123456789") == segment.npos;
}

/// Returns in how many lists within each other strings stand at the path, if the document says that strings stand
/// there.
std::optional<unsigned> lists_of_strings(const std::vector<protocol::declared_variable>& declared,
                                         std::string_view path) {
    auto dot = path.find('.');
    const auto name = path.substr(0, dot);
    const auto found =
        std::find_if(declared.begin(), declared.end(), [&](const auto& each) { return each.name == name; });
    if (found == declared.end() || (found->type != "String" && found->type != "ID")) return std::nullopt;
    auto lists = found->lists;
    while (dot != path.npos) {
        path.remove_prefix(dot + 1);
        dot = path.find('.');
        if (lists-- == 0 || !is_index(path.substr(0, dot))) return std::nullopt;
    }
    return lists;
}

class variable_setter {
public:
    explicit variable_setter(const request& operation)
        : declared_(protocol::find_variables(operation.document(), operation.operation_name())) {}

    void set_all(const std::string& given) {
        auto [text, values] = read_object(given, "--variables");
        values_ = std::move(values);
        numbers_ = detail::number_texts::with(nullptr, {}, text);
    }

    void set(const std::string& given) {
        const auto equals = given.find('=');
        const char sign = equals == std::string::npos || equals == 0 ? '=' : given[equals - 1];
        const bool marked = sign == ':' || sign == '@';
        if (equals == std::string::npos || equals == (marked ? 1 : 0))
            throw bad_variable("-v must be NAME=VALUE, NAME:=JSON or NAME@=FILE");
        const auto path = checked_text(given.substr(0, marked ? equals - 1 : equals), "the name of a -v");
        const auto text = given.substr(equals + 1);
        if (sign == '@') return set_string(path, read_text_file(text));
        checked_text(text, "-v " + path);
        std::string problem;
        auto value = sign != ':' && is_string(path, text) ? std::nullopt : detail::parse_json(text, problem);
        if (!value && sign == ':') throw bad_variable("-v " + path + " is not JSON: " + problem);
        if (!value) return set_string(path, text);
        protocol::set_variable(values_, path, std::move(*value));
        numbers_ = detail::number_texts::with(std::move(numbers_), detail::pointer_of_path(path), text);
    }

    void apply(request& operation) && { operation.variables(std::move(values_)).number_texts(std::move(numbers_)); }

private:
    void set_string(std::string_view path, const std::string& text) {
        protocol::set_variable(values_, path, json::string(text));
    }

    /// Whether the text is a string by the document. Only a list can be meant where lists of strings are declared, and
    /// GraphQL takes a single string for one.
    bool is_string(std::string_view path, std::string_view text) const {
        const auto lists = lists_of_strings(declared_, path);
        if (!lists || *lists == 0) return lists.has_value();
        const auto begin = text.find_first_not_of(" \t\r\n");
        return begin == text.npos || text[begin] != '[';
    }

    const std::vector<protocol::declared_variable> declared_;
    json::object values_;
    std::shared_ptr<const detail::number_texts> numbers_;
};

} // namespace

void set_variables(request& operation, const std::string& all, const std::vector<std::string>& single) {
    variable_setter variables(operation);
    if (!all.empty()) variables.set_all(all);
    for (const auto& each : single) variables.set(each);
    std::move(variables).apply(operation);
}

json::value read_json_or_text(const std::string& text) {
    std::string problem;
    auto value = detail::parse_json(text, problem);
    if (!value || (value->is_number() && detail::number_texts::with(nullptr, {}, text))) return json::string(text);
    return std::move(*value);
}

json::object read_json_object(const std::string& text, const std::string& option) {
    return read_object(text, option).second;
}

} // namespace corogql::cli
