#include "protocol/http/redirect.hpp"

#include <corogql/error.hpp>

#include <utility>

namespace corogql::protocol {

std::optional<std::string> redirect_target(const url& origin, std::string_view asked,
                                           const detail::http_response& answer) {
    const auto& location = answer.known.location;
    if ((answer.status != 307 && answer.status != 308) || !location) return std::nullopt;
    try {
        auto base = origin;
        base.target = asked;
        auto to = resolve_url(base, *location);
        if (to.same_origin(origin)) return std::move(to.target);
    } catch (const error&) {
        // A Location nobody can read is no better than one that leads elsewhere.
    }
    return std::nullopt;
}

std::string showable_location(std::string_view location) {
    std::string text(location.substr(0, location.find_first_of("?#")));
    const auto slashes = text.find_first_of("/?#");
    if (slashes == std::string::npos || text.compare(slashes, 2, "//") != 0) return text;
    const auto begin = slashes + 2;
    const auto at = text.substr(0, text.find_first_of("/?#", begin)).rfind('@');
    if (at != std::string::npos && at >= begin) text.erase(begin, at + 1 - begin);
    return text;
}

} // namespace corogql::protocol
