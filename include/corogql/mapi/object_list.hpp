/// The objects an operation returned.
#pragma once

#include <corogql/mapi/object_type.hpp>

#include <boost/json/array.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

/// A list of models, with what the server sent for them.
template <class T>
class object_list {
public:
    object_list() = default;
    object_list(std::vector<T> items, json::array source) : items_(std::move(items)), source_(std::move(source)) {}

    /// `unknown` for a T that is not one of MAPI's own.
    static constexpr object_type type() noexcept { return type_of<T>(); }

    const std::vector<T>& items() const& noexcept { return items_; }
    std::vector<T> items() && { return std::move(items_); }
    std::size_t size() const noexcept { return items_.size(); }
    bool empty() const noexcept { return items_.empty(); }
    const T& operator[](std::size_t index) const { return items_[index]; }
    const T& front() const { return items_.front(); }
    auto begin() const noexcept { return items_.begin(); }
    auto end() const noexcept { return items_.end(); }

    /// The objects as the server sent them, fields that T lacks included.
    const json::array& source() const noexcept { return source_; }

    /// For people: a table of display_columns(), or a line of JSON for each object of a type without columns.
    std::string to_table() const;

private:
    std::vector<T> items_;
    json::array source_;
};

/// Columns as wide as their widest cell, counted in code points; control characters in cells are shown as `?`.
std::string format_table(const std::vector<std::string_view>& headings,
                         const std::vector<std::vector<std::string>>& rows);
std::string format_lines(const json::array& objects);

template <class T>
std::string object_list<T>::to_table() const {
    if constexpr (requires(const T& item) { item.cells(); }) {
        std::vector<std::vector<std::string>> rows;
        rows.reserve(items_.size());
        for (const auto& item : items_) rows.push_back(item.cells());
        return format_table(display_columns(type()), rows);
    } else {
        return format_lines(source_);
    }
}

} // namespace corogql::mapi
