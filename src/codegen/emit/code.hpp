/// Generated text is put together from these pieces.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace corogql::codegen {

/// Code is lines, each behind the indentation of its block.
class code {
public:
    explicit code(unsigned depth = 0) noexcept : depth_(depth) {}

    /// Adds a line; an empty one has no indentation.
    void line(std::string_view text = {});
    /// Adds a line, and indents what follows.
    void open(std::string_view text) { line(text), ++depth_; }
    /// Indents less, and adds a line.
    void close(std::string_view text = "}") { --depth_, line(text); }
    /// Adds a line that is indented less, such as `public:`.
    void label(std::string_view text) { --depth_, line(text), ++depth_; }
    /// Adds `///` lines for people, wrapped.
    void comment(std::string_view text);

    const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
    unsigned depth_;
};

/// Returns a string literal, in several lines where it is long.
std::string literal(std::string_view text, std::string_view indentation = "        ");

/// Returns the texts with something between them.
std::string joined(const std::vector<std::string>& texts, std::string_view between);

} // namespace corogql::codegen
