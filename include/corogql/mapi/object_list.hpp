/// An object list is what an operation returned.
#pragma once

#include <corogql/mapi/object_type.hpp>

#include <boost/json/array.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

/// A list of models comes with what the server sent for them.
template <class T>
class object_list {
public:
    /// Makes an empty list.
    object_list() = default;
    /// Makes a list of models, and of what the server sent for them.
    object_list(std::vector<T> items, json::array source) : items_(std::move(items)), source_(std::move(source)) {}

    /// Returns the type of the models; `unknown` for a T that is not one of MAPI's own.
    static constexpr object_type type() noexcept { return type_of<T>(); }

    /// Returns the models.
    const std::vector<T>& items() const& noexcept { return items_; }
    /// Gives the models away.
    std::vector<T> items() && { return std::move(items_); }
    /// Returns how many models there are.
    std::size_t size() const noexcept { return items_.size(); }
    /// Returns whether there are no models.
    bool empty() const noexcept { return items_.empty(); }
    /// Returns the model at an index, which must be less than size().
    const T& operator[](std::size_t index) const { return items_[index]; }
    /// Returns the first model; the list must not be empty.
    const T& front() const { return items_.front(); }
    /// Begins the models.
    auto begin() const noexcept { return items_.begin(); }
    /// Ends the models.
    auto end() const noexcept { return items_.end(); }

    /// Returns the objects as the server sent them, fields that T lacks included.
    const json::array& source() const noexcept { return source_; }

    /// Returns the list for people: a table of display_columns(), or a line of JSON for each object of a type without
    /// columns.
    std::string to_table() const;

private:
    std::vector<T> items_;
    json::array source_;
};

/// Makes a table whose columns are as wide as their widest cell, counted in code points; control characters in cells
/// are shown as `?`.
std::string format_table(const std::vector<std::string_view>& headings,
                         const std::vector<std::vector<std::string>>& rows);
/// Makes a line of JSON of each object.
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
