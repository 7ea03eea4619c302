/// HTTP header fields in the order they came, kept in one piece of memory; names compare without regard to case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::detail {

class header_list {
public:
    void add(std::string_view name, std::string_view value);
    /// Goes on with the last field's value, after a space. There must be one.
    void extend_last(std::string_view value);
    void clear() noexcept; ///< keeps the memory

    std::size_t size() const noexcept { return fields_.size(); }
    std::string_view name(std::size_t index) const noexcept {
        const auto& at = fields_[index];
        return {text_.data() + at.begin, at.name_size};
    }
    std::string_view value(std::size_t index) const noexcept {
        const auto& at = fields_[index];
        return {text_.data() + at.begin + at.name_size, at.value_size};
    }

    /// The value of the first field of this name.
    std::optional<std::string_view> find(std::string_view name) const noexcept;
    /// Whether any field of this name holds `token` in its comma-separated list (Connection, Upgrade, ...).
    bool has_token(std::string_view name, std::string_view token) const noexcept;

private:
    struct field {
        std::uint32_t begin, name_size, value_size;
    };
    std::string text_;
    std::vector<field> fields_;
};

} // namespace corogql::detail
