/// A source is a text in the GraphQL language under the name of its file; a place is an offset in one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::language {

/// A position is what people and compilers call a place. Both numbers are counted from 1, columns in UTF-16 code units,
/// as the reference implementation and editors count them.
struct position {
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    friend bool operator==(const position&, const position&) = default;
    friend auto operator<=>(const position&, const position&) = default;
};

class source {
public:
    /// Throws std::length_error beyond 4 GiB, which offsets cannot count.
    source(std::string name, std::string text);

    const std::string& name() const noexcept { return name_; }
    std::string_view text() const noexcept { return text_; }
    position at(std::uint32_t offset) const noexcept;

private:
    std::string name_;
    std::string text_;
    /// Returns how many UTF-16 code units stand before an offset.
    std::uint32_t units_before(std::uint32_t offset) const noexcept;

    std::vector<std::uint32_t> line_begins_;
    std::vector<std::uint32_t> units_before_block_; ///< They keep positions in long lines from costing their length.
};

/// A place refers to its source, which the document or schema that it was read into keeps alive. What was never
/// written, as the built-in types, has no source.
struct place {
    const source* in = nullptr;
    std::uint32_t offset = 0;

    friend bool operator==(const place&, const place&) = default;
};

} // namespace corogql::language
