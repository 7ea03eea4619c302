#include "protocol/graphql/result_text.hpp"

namespace corogql::protocol {

result_text read_result_text(detail::json_scanner& scanner, detail::response_content* into) {
    result_text result;
    scanner.peek();
    const auto begin = scanner.offset();
    scanner.object([&](std::string_view key, detail::json_scanner& at) {
        const auto start = at.offset();
        const auto part = [&] {
            return detail::text_part{static_cast<std::uint32_t>(start - begin),
                                     static_cast<std::uint32_t>(at.offset() - start)};
        };
        if (into && key == "data") {
            into->take_data(at);
            result.members.data = part();
            return;
        }
        const auto value = at.value();
        if (auto* place = find_member(result.members, key))
            *place = part();
        else if (key == "hasNext")
            result.has_next = value == "true";
    });
    result.whole = scanner.text_from(begin);
    return result;
}

void result_text_reader::read(std::string_view text, bool complete) {
    scanner_.grow(text, complete);
    while (true) {
        if (due_ == part::rest_of_key) {
            if (!scanner_.try_value()) return;
            const auto key = scanner_.text_from(begin_);
            const auto plain = key.substr(1, key.size() - 2);
            member_ = find_member(members_, plain.find('\\') == plain.npos ? plain : detail::unescape(key));
            due_ = part::colon;
        } else if (due_ == part::rest_of_value) {
            if (!scanner_.try_value()) return;
            if (member_) {
                member_->begin = static_cast<std::uint32_t>(begin_);
                member_->size = static_cast<std::uint32_t>(scanner_.offset() - begin_);
            }
            due_ = part::next;
        }
        const char c = scanner_.peek();
        if (c == '\0' && !complete && scanner_.at_end()) return;
        switch (due_) {
        case part::key_or_end:
            if (c == '}') {
                scanner_.expect('}', "");
                due_ = part::nothing;
                break;
            }
            [[fallthrough]];
        case part::key:
            if (c != '"') scanner_.fail("expected a key");
            begin_ = scanner_.offset();
            due_ = part::rest_of_key;
            break;
        case part::colon:
            scanner_.expect(':', "expected ':'");
            due_ = part::value;
            break;
        case part::value:
            begin_ = scanner_.offset();
            due_ = part::rest_of_value;
            break;
        case part::next:
            scanner_.expect(c == ',' ? ',' : '}', "expected ',' or '}'");
            due_ = c == ',' ? part::key : part::nothing;
            break;
        case part::object:
            scanner_.expect('{', "expected an object");
            scanner_.enter();
            due_ = part::key_or_end;
            break;
        default: return scanner_.finish();
        }
    }
}

} // namespace corogql::protocol
