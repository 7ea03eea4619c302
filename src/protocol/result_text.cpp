#include "protocol/result_text.hpp"

namespace corogql::protocol {

result_text read_result_text(json_scanner& scanner) {
    result_text result;
    scanner.peek();
    const auto begin = scanner.offset();
    scanner.object([&](std::string_view key, json_scanner& at) {
        detail::text_part part;
        part.begin = static_cast<std::uint32_t>(at.offset() - begin);
        part.size = static_cast<std::uint32_t>(at.value().size());
        if (auto* place = find_member(result.members, key)) *place = part;
    });
    result.whole = scanner.text_from(begin);
    return result;
}

} // namespace corogql::protocol
