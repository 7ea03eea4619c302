/// A caller passes text as this.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <concepts>
#include <string_view>
#include <type_traits>

namespace corogql::detail {

/// What becomes a view is text. The literal `nullptr` is none, as std::string_view has it from C++23 on.
template <class Text>
concept textual = std::convertible_to<const Text&, std::string_view> && !std::is_null_pointer_v<Text>;

/// A `const char*`, or what becomes one, may be null.
template <class Text>
concept c_text = textual<Text> && std::is_pointer_v<std::decay_t<const Text&>>;

[[noreturn]] void refuse_null_text();

inline const char* not_null(const char* text) {
    if (!text) refuse_null_text();
    return text;
}

/// An argument is anything that is text; a null pointer is an error of kind usage in its place, where std::string_view
/// would read it.
class text_argument {
public:
    template <textual Text>
    text_argument(const Text& text) : text_(view(text)) {}

    operator std::string_view() const noexcept { return text_; }

private:
    template <class Text>
    static std::string_view view(const Text& text) {
        if constexpr (c_text<Text>)
            return not_null(text);
        else
            return text;
    }

    std::string_view text_;
};

} // namespace corogql::detail
