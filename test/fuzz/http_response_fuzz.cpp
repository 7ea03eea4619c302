// Bytes of a server, in one piece and in pieces, are one and the same answer; and what the answer is taken for never
// throws. The first byte says where the pieces are cut.
#include "fuzz.hpp"

#include "protocol/http/response.hpp"
#include "transport/http/codec.hpp"
#include "transport/http/content_coding.hpp"

#include <optional>

using namespace corogql;
using namespace corogql::fuzz;

namespace {

/// The answer, or nothing where it is refused.
std::optional<detail::http_response> read(std::string_view text, std::size_t piece) {
    transport::http_limits limits;
    limits.header = 256;
    limits.body = 512;
    transport::http_response_parser parser(limits);
    const bool accepted = accepts(
        [&] {
            for (std::size_t at = 0; at < text.size() && !parser.done();) {
                const auto part = text.substr(at, piece);
                at += part.size();
                parser.put(std::as_bytes(std::span(part)));
            }
            parser.put_end();
        },
        {error_kind::protocol, error_kind::limit});
    if (!accepted) return std::nullopt;
    return std::move(parser.message());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto text = text_of(data + 1, size - 1);
    auto whole = read(text, text.size() + 1);
    const auto cut = read(text, data[0] % 16 + 1u);
    require(whole.has_value() == cut.has_value());
    if (!whole) return 0;
    require(whole->status == cut->status && whole->body == cut->body && whole->keep_alive == cut->keep_alive);
    require(whole->headers.copy() == cut->headers.copy());
    std::string plain;
    accepts(
        [&] {
            transport::content_decoder decoder(whole->headers, 100'000);
            decoder.put(whole->body, plain);
            decoder.finish();
        },
        {error_kind::protocol, error_kind::limit});
    whole->body = plain;
    protocol::response_rules rules;
    rules.max_depth = 64;
    rules.lenient = data[0] >= 128;
    const auto judged = protocol::read_response(*whole, {}, rules);
    if (!judged) require(*judged.error().what() != '\0');
    return 0;
}
