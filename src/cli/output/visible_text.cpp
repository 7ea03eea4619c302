#include "cli/output/visible_text.hpp"

#include "values/text/utf8.hpp"

namespace corogql::cli {

std::string valid_text(std::string_view text) {
    std::string valid;
    while (true) {
        const auto size = detail::utf8_size(text);
        valid += text.substr(0, size);
        if (size == text.size()) return valid;
        valid += "\ufffd";
        text.remove_prefix(size + 1);
    }
}

std::size_t late_control(std::string_view text) noexcept {
    if (text.starts_with('\x7f')) return 1;
    const bool control = text.size() > 1 && text[0] == '\xc2' && static_cast<unsigned char>(text[1]) < 0xa0;
    return control ? 2 : 0;
}

std::string escaped_control(std::string_view control) {
    constexpr std::string_view marks = "\n\t\r\b\f", letters = "ntrbf";
    if (const auto known = marks.find(control.back()); control.size() == 1 && known != marks.npos)
        return {'\\', letters[known]};
    const auto code = static_cast<unsigned char>(control.back()); // the second byte of two is the code itself
    constexpr const char* digits = "0123456789abcdef";
    return std::string("\\u00") + digits[code >> 4] + digits[code & 15];
}

std::string visible_text(std::string_view text) {
    const auto valid = valid_text(text);
    std::string visible;
    for (std::string_view rest = valid; !rest.empty();) {
        auto size = late_control(rest);
        if (size == 0 && static_cast<unsigned char>(rest.front()) < 0x20) size = 1;
        if (size == 0) {
            visible += rest.front();
            rest.remove_prefix(1);
        } else {
            visible += escaped_control(rest.substr(0, size));
            rest.remove_prefix(size);
        }
    }
    return visible;
}

} // namespace corogql::cli
