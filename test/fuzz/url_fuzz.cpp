// URLs that are accepted hold together, and resolving a reference against one never does worse than refuse it.
#include "fuzz.hpp"

#include "protocol/http/url.hpp"

using namespace corogql;
using namespace corogql::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = text_of(data, size);
    accepts(
        [&] {
            const auto url = protocol::parse_url(text);
            require(!url.host.empty() && url.port != 0 && url.target.starts_with('/'));
            for (const char c : url.target + url.authority + url.host) require(static_cast<unsigned char>(c) > ' ');
            // What people are shown can be read again, and leads to the same place.
            require(protocol::parse_url(url.display()).same_origin(url));
        },
        {error_kind::config});
    static const auto base = protocol::parse_url("https://user:secret@host.example/a/b?c");
    accepts(
        [&] {
            const auto url = protocol::resolve_url(base, text);
            for (const char c : url.target) require(static_cast<unsigned char>(c) > ' ');
        },
        {error_kind::config});
    return 0;
}
