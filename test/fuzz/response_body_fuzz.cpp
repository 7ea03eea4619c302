// A body that is decoded and read while it comes is what the whole one is. The first byte says how it is coded, each
// piece's own first byte how long it is.
#include "fuzz.hpp"

#include "protocol/http/response.hpp"
#include "transport/http/content_coding.hpp"

#include <algorithm>

using namespace corogql;
using namespace corogql::fuzz;

namespace {

constexpr std::string_view codings[] = {"", "gzip", "deflate", "br", "gzip, deflate", "br, gzip", "identity, zstd"};
constexpr unsigned max_depth = 64;

/// What becomes of it.
struct outcome {
    bool refused = false;
    std::string text, data, extensions;
    std::string why;
};

outcome judge(std::string body, protocol::json_body* begun) {
    detail::http_response answer;
    answer.status = 200;
    answer.known.content_type = "application/json";
    answer.body = std::move(body);
    protocol::response_rules rules;
    rules.max_depth = max_depth;
    const auto seen = protocol::read_response(answer, {}, rules, begun);
    if (!seen) return {true, "", "", "", seen.error().what()};
    const auto& good = *seen;
    return {false, good.text(), std::string(good.data_text()), std::string(good.extensions_text()), ""};
}

outcome read(const detail::header_list& fields, std::string_view bytes, bool whole) {
    outcome result;
    std::string plain;
    protocol::json_body reader("application/json", true, max_depth);
    const bool accepted = accepts(
        [&] {
            transport::content_decoder decoder(fields, 10'000);
            while (!bytes.empty()) {
                const auto size =
                    whole ? bytes.size()
                          : std::min<std::size_t>(bytes.size(), static_cast<unsigned char>(bytes[0]) % 16 + 1u);
                decoder.put(bytes.substr(0, size), plain);
                bytes.remove_prefix(size);
                if (!whole) reader.read(std::string(plain)); // elsewhere in memory every time
            }
            decoder.finish();
        },
        {error_kind::protocol, error_kind::limit});
    if (!accepted) return {true, "", "", "", ""};
    return judge(std::move(plain), whole ? nullptr : &reader);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    detail::header_list fields;
    fields.add("Content-Encoding", codings[data[0] % std::size(codings)]);
    const auto bytes = text_of(data + 1, size - 1);
    const auto whole = read(fields, bytes, true), cut = read(fields, bytes, false);
    require(whole.refused == cut.refused);
    require(whole.text == cut.text && whole.data == cut.data && whole.extensions == cut.extensions);
    // Where both came to the end, they say the same.
    require(whole.why.empty() || cut.why.empty() || whole.why == cut.why);
    return 0;
}
