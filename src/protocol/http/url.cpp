#include "protocol/http/url.hpp"

#include "values/text/ascii.hpp"

#include <corogql/error.hpp>

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace corogql::protocol {

namespace urls = boost::urls;

namespace {

error bad_url(std::string_view problem) {
    return error(error_kind::config, "the URL " + std::string(problem) +
                                         "; it must look like https://host[:port]/path (http, https, ws or wss)");
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (auto& c : result) c = detail::to_lower(c);
    return result;
}

/// Reads what stands behind the host: nothing, or a colon with digits. Boost 1.81 lets other things pass.
std::optional<std::uint16_t> read_port(std::string_view text) {
    if (text.empty() || text == ":") return std::nullopt;
    std::uint16_t port = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + 1, end, port);
    if (text.front() != ':' || read.ec != std::errc() || read.ptr != end || port == 0)
        throw bad_url("has an impossible port");
    return port;
}

/// Returns whether a host has more parts than an address. A name that ends in a number is meant for an address, which
/// has four parts at most. Newer Boosts take it for a name.
bool too_many_parts(std::string_view host) {
    const auto last = host.substr(host.rfind('.') + 1);
    return std::ranges::count(host, '.') > 3 && !last.empty() &&
           last.find_first_not_of("0123456789") == std::string_view::npos;
}

url from_parts(const urls::url_view_base& parts) {
    url result;
    const auto scheme = lower(std::string_view(parts.scheme().data(), parts.scheme().size()));
    if (scheme != "http" && scheme != "https" && scheme != "ws" && scheme != "wss")
        throw bad_url("has " + (scheme.empty() ? std::string("no scheme") : "the scheme \"" + scheme + '"'));
    result.secure = scheme == "https" || scheme == "wss";
    result.websocket = scheme == "ws" || scheme == "wss";
    const bool bracketed =
        parts.host_type() == urls::host_type::ipv6 || parts.host_type() == urls::host_type::ipvfuture;
    const auto encoded_host = parts.encoded_host();
    result.authority = lower(std::string_view(encoded_host.data(), encoded_host.size()));
    result.host = lower(parts.host());
    if (bracketed && result.host.size() > 2 && result.host.front() == '[')
        result.host = result.host.substr(1, result.host.size() - 2);
    if (result.host.empty()) throw bad_url("has no host");
    if (!bracketed && too_many_parts(result.host)) throw bad_url("has an impossible address");
    if (result.authority.find('%') != std::string::npos) throw bad_url("has a host with escapes");
    const std::uint16_t usual = result.secure ? 443 : 80;
    const auto host_and_port = parts.encoded_host_and_port();
    result.port = read_port(std::string_view(host_and_port.data(), host_and_port.size()).substr(encoded_host.size()))
                      .value_or(usual);
    if (result.port != usual) result.authority += ':' + std::to_string(result.port);
    const auto path = parts.encoded_path();
    result.target.assign(path.data(), path.size());
    if (result.target.empty()) result.target = "/";
    // Boost 1.81 ends an authority that it does not understand, and takes the rest of it for the path.
    if (result.target.front() != '/') throw bad_url("cannot be read");
    if (parts.has_query()) {
        const auto query = parts.encoded_query();
        result.target.append("?").append(query.data(), query.size());
    }
    if (parts.has_userinfo()) result.basic_user_info = parts.user() + ':' + parts.password();
    return result;
}

} // namespace

std::string url::with_target(std::string_view other) const {
    std::string text = websocket ? "ws" : "http";
    if (secure) text += 's';
    return text.append("://").append(authority).append(other);
}

std::string url::display() const { return with_target(std::string_view(target).substr(0, target.find('?'))); }

url parse_url(std::string_view text) {
    const auto parsed = urls::parse_uri(text);
    if (!parsed) throw bad_url("cannot be read");
    return from_parts(*parsed);
}

url resolve_url(const url& base, std::string_view reference) {
    const auto location = urls::parse_uri_reference(reference);
    const auto origin = std::string(base.secure ? "https://" : "http://") + base.authority + base.target;
    const auto from = urls::parse_uri(origin);
    urls::url resolved;
    if (!location || !from || !urls::resolve(*from, *location, resolved)) throw bad_url("of a redirect cannot be read");
    return from_parts(resolved);
}

} // namespace corogql::protocol
