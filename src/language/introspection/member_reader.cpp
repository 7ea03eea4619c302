#include "language/introspection/member_reader.hpp"

#include <algorithm>
#include <stdexcept>

namespace corogql::language {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool is_name(std::string_view text) {
    return !text.empty() && is_letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

} // namespace

bool member_reader::null() {
    if (scanner_.peek() != 'n') return false;
    scanner_.value();
    return true;
}

bool member_reader::boolean() {
    const char first = scanner_.peek();
    if (first != 't' && first != 'f') fail("must be true or false");
    scanner_.value();
    return first == 't';
}

std::string_view member_reader::text(document& keeper) {
    if (scanner_.peek() != '"') fail("must be a string");
    const auto written = scanner_.string();
    if (!scanner_.has_escapes()) return written;
    std::string unescaped;
    if (!detail::append_unescaped(unescaped, written)) fail("has half of a surrogate pair, and is no text");
    return keeper.keep(std::move(unescaped));
}

identifier member_reader::name(document& keeper) {
    const auto found = text(keeper);
    if (!is_name(found)) fail("must be a name");
    return {found, {}};
}

void member_reader::fail(const std::string& problem, std::string_view member) const {
    std::string where;
    const auto add_key = [&](std::string_view key) {
        if (!where.empty()) where += '.';
        where += key;
    };
    for (const auto& [key, index] : path_) {
        if (key.data())
            add_key(key);
        else
            where += '[' + std::to_string(index) + ']';
    }
    if (!member.empty()) add_key(member);
    throw std::runtime_error("introspection: " + (where.empty() ? "the answer" : where) + ' ' + problem);
}

} // namespace corogql::language
