/// A header list holds HTTP header fields in the order they came, in one piece of memory; names compare without regard
/// to case.
#pragma once

#include "values/text/growing_text.hpp"

#include <corogql/headers.hpp>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace corogql::detail {

class header_list {
    struct sizes {
        std::uint32_t name, value;
    };

public:
    struct field {
        std::string_view name, value;
    };

    class iterator {
    public:
        explicit iterator(const char* at) noexcept : at_(at) {}
        field operator*() const noexcept {
            const auto [name, value] = read_sizes(at_);
            return {{at_ + sizeof(sizes), name}, {at_ + sizeof(sizes) + name, value}};
        }
        iterator& operator++() noexcept {
            const auto [name, value] = read_sizes(at_);
            at_ += sizeof(sizes) + name + value;
            return *this;
        }
        bool operator==(const iterator&) const = default;

    private:
        const char* at_;
    };

    void add(std::string_view name, std::string_view value);
    /// Goes on with the last field's value, after a space. There must be a field.
    void extend_last(std::string_view value);
    /// Removes all fields, but keeps the memory.
    void clear() noexcept { text_.clear(); }

    bool empty() const noexcept { return text_.size() == 0; }
    iterator begin() const noexcept { return iterator(text_.data()); }
    iterator end() const noexcept { return iterator(text_.data() + text_.size()); }
    field last() const noexcept { return *iterator(text_.data() + last_); }

    headers copy() const;

    /// Returns the value of the first field of this name; nothing without one.
    std::optional<std::string_view> find(std::string_view name) const noexcept;
    /// Returns whether any field of this name holds `token` in its comma-separated list (Connection, Upgrade, ...).
    bool has_token(std::string_view name, std::string_view token) const noexcept;

private:
    static sizes read_sizes(const char* at) noexcept {
        sizes result;
        std::memcpy(&result, at, sizeof result);
        return result;
    }

    growing_text text_;    ///< The text of each field: its sizes, its name, its value.
    std::size_t last_ = 0; ///< Where the last field begins in the text.
};

} // namespace corogql::detail
