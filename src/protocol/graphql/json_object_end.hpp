/// The end of a JSON object is found here while its text grows; each byte is looked at once. Whether the text is JSON
/// at all is for others to say.
#pragma once

#include "values/text/byte_lanes.hpp"

#include <cstddef>
#include <string_view>

namespace corogql::protocol {

class json_object_end {
public:
    /// Returns how long the object at the beginning of the text is, white space before it included; 0 while the object
    /// has not ended, and for text that begins with none. The text must be the one of the last call, or that and more.
    std::size_t find(std::string_view text) noexcept {
        const char* const end = text.data() + text.size();
        const char* at = text.data() + at_;
        for (; at != end; ++at) {
            const char c = *at;
            if (escaped_) {
                escaped_ = false;
            } else if (quoted_) {
                at = detail::skip_lanes<detail::plain_json_lanes>(at, end);
                if (at == end) break;
                quoted_ = *at != '"';
                escaped_ = *at == '\\';
            } else if (c == '{' || (c == '[' && depth_ > 0)) {
                ++depth_;
            } else if (depth_ == 0) {
                if (c != ' ' && c != '\t' && c != '\r' && c != '\n') break; // and here again the next time
            } else if (c == '"') {
                quoted_ = true;
            } else if (c == '}' || c == ']') {
                if (--depth_ == 0) return static_cast<std::size_t>(at + 1 - text.data());
            }
        }
        at_ = static_cast<std::size_t>(at - text.data());
        return 0;
    }

private:
    std::size_t at_ = 0, depth_ = 0;
    bool quoted_ = false, escaped_ = false;
};

} // namespace corogql::protocol
