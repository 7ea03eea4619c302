/// The words of a GraphQL document tell what its operations are (GraphQL specification, section 2).
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace corogql::protocol {

inline bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
inline bool is_name(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

/// Document tokens are names and the punctuation that tells where names stand; strings and comments are passed over.
class document_tokens {
public:
    explicit document_tokens(std::string_view text) : text_(text) {}

    /// Returns the next token; empty at the end of the document.
    std::string_view next() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '#') {
                skip_comment();
            } else if (c == '"') {
                skip_string();
            } else if (is_name_start(c)) {
                const auto begin = at_;
                while (at_ < text_.size() && is_name(text_[at_])) ++at_;
                return text_.substr(begin, at_ - begin);
            } else if (std::string_view("{}()@$[").find(c) != std::string_view::npos) {
                return text_.substr(at_++, 1);
            } else {
                ++at_;
            }
        }
        return {};
    }

    /// Moves behind the closing brace of the selection set that `token`, the last one read, stands before or opens.
    /// Braces inside the parentheses of variables and arguments belong to object values.
    void skip_selection_set(std::string_view token) {
        int parentheses = token == "(" ? 1 : 0;
        int braces = token == "{" ? 1 : 0;
        while (at_ < text_.size()) {
            switch (text_[at_]) {
            case '#': skip_comment(); continue;
            case '"': skip_string(); continue;
            case '(': ++parentheses; break;
            case ')': --parentheses; break;
            case '{': braces += parentheses == 0; break;
            case '}':
                if (parentheses == 0 && --braces == 0) return void(++at_);
                break;
            default: break;
            }
            ++at_;
        }
    }

private:
    void skip_comment() { at_ = std::min(text_.find_first_of("\r\n", at_), text_.size()); }

    void skip_string() {
        const bool block = text_.substr(at_).starts_with(R"(""")");
        at_ += block ? 3 : 1;
        while (at_ < text_.size()) {
            if (block && text_.substr(at_).starts_with(R"(\""")")) {
                at_ += 4;
            } else if (block && text_.substr(at_).starts_with(R"(""")")) {
                at_ += 3;
                return;
            } else if (!block && text_[at_] == '\\') {
                at_ += 2;
            } else if (!block && text_[at_] == '"') {
                ++at_;
                return;
            } else {
                ++at_;
            }
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace corogql::protocol
