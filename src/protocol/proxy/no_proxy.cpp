#include "protocol/proxy/no_proxy.hpp"

#include "values/text/ascii.hpp"

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>

#include <charconv>
#include <optional>
#include <vector>

namespace corogql::protocol {

namespace {

namespace urls = boost::urls;

using address = std::vector<unsigned char>; ///< An address has 4 or 16 bytes.

template <class Parsed>
std::optional<address> bytes_of(const Parsed& parsed) {
    if (!parsed) return std::nullopt;
    const auto bytes = parsed->to_bytes();
    return address(bytes.begin(), bytes.end());
}

std::optional<address> read_address(std::string_view text) {
    if (auto four = bytes_of(urls::parse_ipv4_address(text))) return four;
    return bytes_of(urls::parse_ipv6_address(text.substr(0, text.find('%')))); // the zone is the interface's business
}

template <class Number>
std::optional<Number> read_number(std::string_view text) {
    Number value = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return value;
}

bool same_network(const address& one, const address& other, std::size_t bits) {
    for (std::size_t i = 0; i < bits; ++i) {
        const auto differing = static_cast<unsigned>(one[i / 8] ^ other[i / 8]);
        if (differing & (0x80u >> (i % 8))) return false;
    }
    return true;
}

bool names_address(std::string_view entry, const address& host) {
    const auto slash = entry.find('/');
    const auto network = read_address(entry.substr(0, slash));
    if (!network || network->size() != host.size()) return false;
    std::optional<std::size_t> bits = host.size() * 8;
    if (slash != std::string_view::npos) bits = read_number<std::size_t>(entry.substr(slash + 1));
    return bits && *bits <= host.size() * 8 && same_network(*network, host, *bits);
}

std::string_view without_last_dot(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    return name;
}

bool names_domain(std::string_view entry, std::string_view host) {
    if (entry.starts_with("*.")) entry.remove_prefix(1);
    if (entry.starts_with('.')) entry.remove_prefix(1);
    entry = without_last_dot(entry);
    if (entry.empty() || host.size() < entry.size()) return false;
    const auto above = host.size() - entry.size();
    return detail::equals_ignoring_case(host.substr(above), entry) && (above == 0 || host[above - 1] == '.');
}

/// Takes the port off an entry; returns false when the entry is for another port.
bool for_port(std::string_view& entry, std::uint16_t port) {
    const bool bracketed = entry.starts_with('[');
    const auto host_end = bracketed ? entry.find(']') : entry.find(':');
    if (host_end == std::string_view::npos) return !bracketed;
    if (!bracketed && entry.find(':', host_end + 1) != std::string_view::npos) return true; // a bare IPv6 address
    const auto behind = entry.substr(host_end + (bracketed ? 1 : 0));
    entry = bracketed ? entry.substr(1, host_end - 1) : entry.substr(0, host_end);
    return behind.empty() || (behind[0] == ':' && read_number<std::uint16_t>(behind.substr(1)) == port);
}

} // namespace

bool is_excepted(std::string_view list, std::string_view host, std::uint16_t port) {
    const auto literal = read_address(host);
    host = without_last_dot(host);
    while (!list.empty()) {
        const auto end = std::min(list.find_first_of(", \t"), list.size());
        auto entry = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        if (!for_port(entry, port)) continue;
        if (entry == "*" || (literal ? names_address(entry, *literal) : names_domain(entry, host))) return true;
    }
    return false;
}

} // namespace corogql::protocol
