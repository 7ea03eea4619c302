#include "protocol/pages/variables.hpp"

#include "protocol/graphql/document_tokens.hpp"

#include <corogql/error.hpp>

#include <algorithm>
#include <initializer_list>

namespace corogql::protocol {

namespace {

using declarations = std::vector<declared_variable>;

bool is_scalar(std::string_view type) {
    return type == "Int" || type == "Float" || type == "String" || type == "Boolean" || type == "ID";
}

/// Reads the declarations behind the opening parenthesis. A `$` stands nowhere else in there: defaults are constants.
declarations read_declarations(document_tokens& tokens) {
    declarations found;
    int depth = 1;
    for (auto token = tokens.next(); !token.empty() && depth > 0; token = tokens.next()) {
        if (token == "(") ++depth;
        if (token == ")" && --depth == 0) break;
        if (token != "$") continue;
        const std::string name(tokens.next());
        auto type = tokens.next();
        unsigned lists = 0;
        for (; type == "["; type = tokens.next()) ++lists;
        found.push_back({name, lists == 0 && !is_scalar(type), std::string(type), lists});
    }
    return found;
}

bool declares(const declarations& declared, std::string_view name) {
    return std::any_of(declared.begin(), declared.end(), [&](const auto& each) { return each.name == name; });
}

std::string first_declared(const declarations& declared, std::initializer_list<std::string_view> names) {
    for (const auto name : names)
        if (declares(declared, name)) return std::string(name);
    return {};
}

const std::string& checked(const declarations& declared, const std::string& path) {
    const auto name = path.substr(0, path.find('.'));
    if (!declares(declared, name))
        throw error(error_kind::usage, "the document declares no variable $" + name + " for " + path);
    return path;
}

/// Returns where the size goes when the cursor's place was given: beside the cursor, under the name that belongs to the
/// cursor's.
std::string beside(const std::string& cursor) {
    const auto dot = cursor.rfind('.');
    const auto begin = dot == std::string::npos ? 0 : dot + 1;
    const auto name = cursor.substr(begin);
    const auto size = name == "after" ? "first" : name == "before" ? "last" : name == "cursor" ? "limit" : nullptr;
    return size ? cursor.substr(0, begin) + size : std::string();
}

std::string member_of_first(const declarations& declared, const char* member) {
    if (declared.empty() || !declared.front().has_members) return {};
    return declared.front().name + '.' + member;
}

} // namespace

declarations find_variables(std::string_view document, std::string_view operation_name) {
    document_tokens tokens(document);
    for (auto token = tokens.next(); !token.empty(); token = tokens.next()) {
        const bool operation = token == "query" || token == "mutation" || token == "subscription";
        std::string_view name;
        if (token != "{") {
            token = tokens.next();
            if (!token.empty() && is_name_start(token.front())) name = token;
        }
        if (operation && (operation_name.empty() || name == operation_name)) {
            if (!name.empty()) token = tokens.next();
            return token == "(" ? read_declarations(tokens) : declarations();
        }
        tokens.skip_selection_set(token);
    }
    return {};
}

std::string cursor_variable(const declarations& declared, const page_options& options, page_shape shape) {
    if (!options.cursor_variable().empty()) return checked(declared, options.cursor_variable());
    const char* const relay = options.backward() ? "before" : "after";
    auto path = shape == page_shape::relay ? first_declared(declared, {relay}) : member_of_first(declared, "cursor");
    if (path.empty() && shape == page_shape::mapi) path = first_declared(declared, {"cursor", relay});
    if (path.empty())
        throw error(error_kind::usage, std::string("no variable of the document takes the cursor: declare $") + relay +
                                           ", or say which one does (cursor_variable)");
    return path;
}

std::string page_size_variable(const declarations& declared, const page_options& options, page_shape shape) {
    if (!options.page_size_variable().empty()) return checked(declared, options.page_size_variable());
    const char* const relay = options.backward() ? "last" : "first";
    auto path = beside(options.cursor_variable());
    if (path.empty())
        path = shape == page_shape::relay ? first_declared(declared, {relay}) : member_of_first(declared, "limit");
    if (path.empty() && shape == page_shape::mapi) path = first_declared(declared, {"limit", relay});
    if (path.empty())
        throw error(error_kind::usage, std::string("no variable of the document takes the page size: declare $") +
                                           relay + ", or say which one does (page_size_variable)");
    return checked(declared, path);
}

page_shape expected_shape(const declarations& declared, const page_options& options) {
    const bool relay =
        options.backward() ? declares(declared, "before") || declares(declared, "last") : declares(declared, "after");
    return relay || options.backward() ? page_shape::relay : page_shape::mapi;
}

} // namespace corogql::protocol
