// A multipart answer in one piece and in pieces gives the same parts, as long as they are JSON objects, whose ends are
// found before their boundaries come. The first byte says where the pieces are cut.
#include "fuzz.hpp"

#include "protocol/http/multipart/message.hpp"
#include "values/json/scanner.hpp"

#include <string>
#include <vector>

using namespace corogql;
using namespace corogql::fuzz;

namespace {

struct outcome {
    std::vector<std::string> parts;
    bool accepted, ended;
    bool operator==(const outcome&) const = default;
};

outcome read(std::string_view text, std::size_t piece) {
    outcome seen;
    protocol::multipart_parser parser("b", 200);
    seen.accepted = accepts(
        [&] {
            feed(parser, text, piece, [&](const auto& part) {
                seen.parts.push_back(std::string(part.content_type) + '\n' + std::string(part.body));
            });
        },
        {error_kind::limit, error_kind::protocol});
    seen.ended = parser.ended();
    return seen;
}

std::string_view body_of(std::string_view part) { return part.substr(part.find('\n') + 1); }

bool is_object(std::string_view text) {
    try {
        detail::json_scanner scanner(text, 64);
        if (scanner.peek() != '{') return false;
        scanner.value();
        scanner.finish();
        return true;
    } catch (const detail::json_syntax_error&) {
        return false;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto text = text_of(data + 1, size - 1);
    const auto whole = read(text, text.size() + 1);
    const auto cut = read(text, data[0] % 32 + 1u);
    bool objects = true;
    for (const auto* seen : {&whole, &cut})
        for (const auto& part : seen->parts) {
            objects = objects && is_object(body_of(part));
            accepts([&] { protocol::read_multipart_message({part.substr(0, part.find('\n')), body_of(part)}, 64); },
                    {error_kind::protocol});
        }
    if (objects && whole.accepted && cut.accepted) require(whole == cut);
    if (objects && !whole.accepted) require(whole.parts.size() <= cut.parts.size());
    return 0;
}
