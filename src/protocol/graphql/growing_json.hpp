/// A growing JSON value is one that others are merged into. What nothing was merged into stays the text that came, so
/// numbers of any size and strings keep their text.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace corogql::detail {
class json_scanner;
}

namespace corogql::protocol {

class json_extents;

/// However deep the texts are, and in whatever order they come, a growing value passes each byte a few times only.
class growing_json {
public:
    /// Makes a value of its text. All texts must be JSON without white space around it, nested no deeper than
    /// `max_depth`, and must outlive the value.
    explicit growing_json(std::string_view text, unsigned max_depth = 512);
    growing_json(growing_json&&) noexcept;
    growing_json& operator=(growing_json&&) noexcept;
    ~growing_json();

    bool is_object() const noexcept { return text_.starts_with('{'); }
    bool is_list() const noexcept { return text_.starts_with('['); }

    /// Returns the member of that name; null where there is none, or where the value is no object.
    growing_json* member(std::string_view name);
    /// Returns the item at that index; null where there is none, or where the value is no list.
    growing_json* item(std::size_t index);
    /// Returns how many items the list has.
    std::size_t size();

    /// Merges `value` into this one: objects become one by name, lists by index. Anything else takes the place of what
    /// was.
    void merge(std::string_view value);
    /// Sets the members of the object `value` in this object, where they replace those of the same name. Anything else
    /// takes the place of what was.
    void assign(std::string_view value);
    /// Adds one more item to the list.
    void push_back(std::string_view item);

    void append_to(std::string& out) const;

private:
    struct branch;

    growing_json(std::string_view text, unsigned max_depth, std::shared_ptr<const json_extents> extents) noexcept;
    branch& open();
    void take(detail::json_scanner& value, bool deep);

    /// The text of the value; after open() only its first character means something.
    std::string_view text_;
    unsigned max_depth_;
    /// The extents of the outermost text that `text_` is a part of; null until a value in that text is opened.
    std::shared_ptr<const json_extents> extents_;
    std::unique_ptr<branch> branch_; ///< The children; null until open() takes the text apart.
};

} // namespace corogql::protocol
