#include "cli/secrets.hpp"

#include "protocol/graphql/json_writer.hpp"
#include "protocol/http/url.hpp"

#include <corogql/error.hpp>

#include <algorithm>
#include <mutex>
#include <vector>

namespace corogql::cli {

namespace {

constexpr std::size_t shortest_secret = 4; ///< A shorter text would be found everywhere.
constexpr std::string_view in_its_place = "[redacted]";

struct secret_store {
    std::mutex mutex;
    std::vector<std::string> texts; ///< The longest text stands first, because others may be parts of it.
};

secret_store& store() {
    static secret_store all;
    return all;
}

void keep_text(std::string_view text) {
    if (text.size() < shortest_secret) return;
    auto& known = store();
    const std::lock_guard lock(known.mutex);
    if (std::find(known.texts.begin(), known.texts.end(), text) != known.texts.end()) return;
    const auto place = std::find_if(known.texts.begin(), known.texts.end(),
                                    [&](const auto& each) { return each.size() < text.size(); });
    known.texts.emplace(place, text);
}

/// Keeps a text as it stands, and as it stands in JSON.
void keep_written(std::string_view text) {
    keep_text(text);
    std::string quoted;
    if (protocol::append_json_string(quoted, text)) keep_text(std::string_view(quoted).substr(1, quoted.size() - 2));
}

std::string to_base64(std::string_view bytes) {
    constexpr const char* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        unsigned three = 0;
        for (std::size_t i = at; i < at + 3; ++i)
            three = three << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u);
        for (int shift = 18; shift >= 0; shift -= 6) out += letters[three >> shift & 63];
    }
    const auto missing = (3 - bytes.size() % 3) % 3;
    out.replace(out.size() - missing, missing, missing, '=');
    return out;
}

/// Returns how much of the text's end may be the beginning of a secret.
std::size_t begun_secret(std::string_view text, std::string_view secret) {
    for (auto size = std::min(text.size(), secret.size() - 1); size >= shortest_secret; --size)
        if (text.ends_with(secret.substr(0, size))) return size;
    return 0;
}

} // namespace

void keep_secret(std::string_view text) {
    keep_written(text);
    if (const auto space = text.find(' '); space != text.npos) keep_written(text.substr(space + 1));
}

void keep_secrets(const json::value& value) {
    if (const auto* text = value.if_string()) keep_secret(*text);
    if (const auto* list = value.if_array())
        for (const auto& item : *list) keep_secrets(item);
    if (const auto* object = value.if_object())
        for (const auto& [name, member] : *object) keep_secrets(member);
}

void keep_secrets_of_url(std::string_view url) {
    const auto begin = url.find("://");
    if (begin == url.npos) return;
    const auto authority = url.substr(begin + 3, url.find_first_of("/?#", begin + 3) - begin - 3);
    const auto at = authority.rfind('@');
    if (at == authority.npos) return;
    const auto keep_user_info = [](std::string_view info) {
        keep_written(info);
        if (const auto colon = info.find(':'); colon != info.npos) keep_written(info.substr(colon + 1));
    };
    keep_user_info(authority.substr(0, at));
    try {
        const auto decoded = protocol::parse_url(url).basic_user_info;
        keep_user_info(decoded);
        keep_written(to_base64(decoded));
    } catch (const error&) {
        // It is no URL, which others will say.
    }
}

std::string redact(std::string text, bool cut) {
    auto& known = store();
    const std::lock_guard lock(known.mutex);
    for (const auto& secret : known.texts)
        for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at + in_its_place.size()))
            text.replace(at, secret.size(), in_its_place);
    if (!cut) return text;
    std::size_t begun = 0;
    for (const auto& secret : known.texts) begun = std::max(begun, begun_secret(text, secret));
    return begun == 0 ? text : text.replace(text.size() - begun, begun, in_its_place);
}

} // namespace corogql::cli
