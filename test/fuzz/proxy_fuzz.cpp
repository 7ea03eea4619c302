// A proxy's URL is refused without a word of it, or holds together; and no list of exceptions does worse than match
// nothing. The first line is the URL, the second a list of exceptions, the rest a host.
#include "fuzz.hpp"

#include "protocol/proxy/no_proxy.hpp"
#include "protocol/proxy/proxy.hpp"
#include "transport/endpoint.hpp"

#include <string>

using namespace corogql;
using namespace corogql::fuzz;

namespace {

std::string_view take_line(std::string_view& text) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

void check_proxy(std::string_view text) {
    try {
        const auto proxy = protocol::parse_proxy(text);
        require(!proxy.host.empty() && proxy.port != 0);
        for (const char c : proxy.host) require(static_cast<unsigned char>(c) > ' ' && c != '@');
        const auto shown = transport::host_and_port(proxy.host, proxy.port);
        const auto again = protocol::parse_proxy((proxy.secure ? "https://" : "http://") + shown);
        require(again.host == proxy.host && again.port == proxy.port && again.secure == proxy.secure);
        require(again.user_info.empty());
    } catch (const error& refused) {
        require(refused.kind() == error_kind::config);
        static const std::string always = "the proxy's URL cannot be used; it must look like "
                                          "http://[user:password@]host[:port] (http or https)";
        require(refused.what() == always);
    }
}

void check_exceptions(const std::string& list, std::string_view host) {
    const bool excepted = protocol::is_excepted(list, host, 443);
    // Entries know nothing of each other.
    const bool other = protocol::is_excepted("other.invalid", host, 443);
    require(protocol::is_excepted("other.invalid:1," + list + "\tother.invalid", host, 443) == (excepted || other));
    require(protocol::is_excepted(list + ",*", host, 443));
    require(!excepted || protocol::is_excepted("* " + list, host, 80));
}

/// A host that a client may have is named by itself.
void check_host(std::string_view text) {
    try {
        const auto host = protocol::parse_url("http://" + std::string(text)).host;
        if (host.find_first_not_of('.') == host.npos || host.find_first_of(",*") != host.npos) return;
        require(protocol::is_excepted(host, host, 443));
        require(protocol::is_excepted("other.invalid " + host, host, 443));
    } catch (const error& refused) {
        require(refused.kind() == error_kind::config);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto text = text_of(data, size);
    check_proxy(take_line(text));
    const std::string list(take_line(text));
    check_exceptions(list, text);
    check_host(text);
    return 0;
}
