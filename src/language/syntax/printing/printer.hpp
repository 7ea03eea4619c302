/// What is printed in both languages: executable definitions (executable.cpp) and type systems
/// (type_system.cpp).
#pragma once

#include "language/syntax/print.hpp"

namespace corogql::language {

/// A printer writes lines that are indented as deep as the blocks around them.
class printer {
public:
    /// Writes a text, each further line of which is indented: those of block strings, too.
    void write(std::string_view text);
    /// Writes lines between an opening and a closing text, two spaces further in.
    template <class Items, class WriteItem>
    void block(std::string_view open, const Items& items, std::string_view close, const WriteItem& write_item) {
        write(open);
        indentation_ += 2;
        for (const auto& item : items) {
            write("\n");
            write_item(item);
        }
        indentation_ -= 2;
        write("\n");
        write(close);
    }

    const std::string& text() const& noexcept { return text_; }
    std::string text() && noexcept { return std::move(text_); }

private:
    std::string text_;
    std::size_t indentation_ = 0;
};

void print(printer& out, const operation& what);
void print(printer& out, const fragment& what);
void print(printer& out, const schema_definition& what);
void print(printer& out, const type_definition& what);
void print(printer& out, const directive_definition& what);

std::string joined(const std::vector<std::string>& parts, std::string_view separator);
std::string joined(const std::vector<identifier>& names, std::string_view separator);
std::vector<std::string> printed(const std::vector<argument>& arguments);
/// Returns directives with a space before each.
std::string printed(const directives& all);
/// Returns a description and the end of its line; nothing where there is none.
std::string printed(const std::optional<description>& what);

} // namespace corogql::language
