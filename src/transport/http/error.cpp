#include "transport/http/error.hpp"

#include "values/errors/detailed_error.hpp"

#include <corogql/error.hpp>

#include <string>

namespace corogql::transport {

namespace {

detailed_error malformed_http(std::string_view why) {
    return detailed_error(error_kind::protocol, "malformed HTTP: " + std::string(why)).phase(error_phase::receive);
}

} // namespace

void throw_malformed_http(std::string_view why) { throw malformed_http(why); }

void throw_truncated_http(std::string_view why) { throw malformed_http(why).truncated(true); }

void throw_malformed_http(std::string_view why, std::string_view piece) {
    constexpr std::size_t shown = 40;
    auto text = std::string(why) + " \"";
    for (const char c : piece.substr(0, shown)) text += c >= ' ' && c < 0x7f ? c : '?';
    throw_malformed_http(text + (piece.size() > shown ? "...\"" : "\""));
}

void throw_too_large(std::string_view part, std::size_t limit) {
    throw detailed_error(error_kind::limit, "the HTTP " + std::string(part) + " is larger than the limit of " +
                                                std::to_string(limit) + " bytes")
        .phase(error_phase::receive);
}

} // namespace corogql::transport
