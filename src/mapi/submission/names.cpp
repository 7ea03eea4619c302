#include "mapi/submission/names.hpp"

#include <algorithm>
#include <regex>

namespace corogql::mapi::detail {

namespace {

constexpr std::size_t longest_label = 63;
/// The longest name that is cleaned: the server adds "-" and six characters of its own.
constexpr std::size_t longest_name = longest_label - 6 - 1;

bool is_alphanumeric(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool continues_character(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

bool is_label(std::string_view name) {
    return !name.empty() && name.size() <= longest_label && is_alphanumeric(name.front()) &&
           is_alphanumeric(name.back()) &&
           std::all_of(name.begin(), name.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

} // namespace

std::string clean_run_name(std::string_view name, bool& cleaned) {
    const auto characters = std::count_if(name.begin(), name.end(), [](char c) { return !continues_character(c); });
    cleaned = !is_label(name) && static_cast<std::size_t>(characters) <= longest_name;
    if (!cleaned) return std::string(name);
    std::string result;
    for (char c : name) {
        if (continues_character(c)) continue;
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
        result += is_alphanumeric(c) ? c : '-';
    }
    if (result.empty()) return result;
    if (!is_alphanumeric(result.front())) result = '1' + result.substr(0, result.size() - 1);
    if (!is_alphanumeric(result.back())) result.back() = '1';
    return result;
}

bool is_image_name(std::string_view text) {
    constexpr std::size_t longest = 1024; // the expression is tried recursively
    if (text.empty() || text.size() > longest) return false;
    static const std::regex pattern(
        R"(([a-z0-9.\-]+(:[0-9]+)?/)?[a-z0-9]([a-z0-9\-._]*[a-z0-9])?)"
        R"((/[a-z0-9]([a-z0-9\-._]*[a-z0-9])?)*(:[A-Za-z0-9_][A-Za-z0-9_\-.]{0,127}|@[A-Za-z0-9_:]+)?)");
    return std::regex_match(text.begin(), text.end(), pattern);
}

} // namespace corogql::mapi::detail
