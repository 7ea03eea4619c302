#include "values/text/plain_text_file.hpp"

#include "values/text/plain_failure.hpp"
#include "values/text/utf8.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

namespace corogql::detail {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

plain_failure unreadable(const std::string& path) {
    return {plain_failure::of::config, "cannot read the file " + path + ": " + std::strerror(errno)};
}

/// Whether a text looks like UTF-16. Neither documents nor JSON hold zero bytes; UTF-16 does where it says ASCII.
bool looks_like_utf16(std::string_view text) { return text.size() >= 2 && ((text[0] == '\0') != (text[1] == '\0')); }

} // namespace

std::string read_plain_text_file(const std::string& path) {
    const auto close = [](std::FILE* file) { std::fclose(file); };
    const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rbe"), close);
    if (!file) throw unreadable(path);
    std::string text;
    char room[64 * 1024];
    while (const auto size = std::fread(room, 1, sizeof room, file.get())) text.append(room, size);
    if (std::ferror(file.get())) throw unreadable(path);
    return checked_plain_text(std::move(text), "the file " + path);
}

std::string checked_plain_text(std::string text, const std::string& name) {
    if (looks_like_utf16(text)) throw plain_failure(plain_failure::of::usage, name + " is UTF-16, and must be UTF-8");
    if (const auto why = why_no_utf8(text); !why.empty())
        throw plain_failure(plain_failure::of::usage, name + ' ' + why);
    if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
    return text;
}

} // namespace corogql::detail
