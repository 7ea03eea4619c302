/// A JSON value that others are merged into. What nothing was merged into stays the text that came, so numbers of any
/// size and strings keep it.
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

/// However deep the texts are, and in whatever order they come, each byte is passed a few times only.
class growing_json {
public:
    /// All texts must be JSON without white space around it, nested no deeper than that, and must outlive this.
    explicit growing_json(std::string_view text, unsigned max_depth = 512);
    growing_json(growing_json&&) noexcept;
    growing_json& operator=(growing_json&&) noexcept;
    ~growing_json();

    bool is_object() const noexcept { return text_.starts_with('{'); }
    bool is_list() const noexcept { return text_.starts_with('['); }

    /// Null where there is none, or where this is no object or no list.
    growing_json* member(std::string_view name);
    growing_json* item(std::size_t index);
    /// How many items a list has.
    std::size_t size();

    /// Objects and lists of both sides become one: by name, by index. Anything else takes the place of what was.
    void merge(std::string_view value);
    /// The same for objects, but what bears the same name is replaced.
    void assign(std::string_view value);
    /// One more item of a list.
    void push_back(std::string_view item);

    void append_to(std::string& out) const;

private:
    struct branch;

    growing_json(std::string_view text, unsigned max_depth, std::shared_ptr<const json_extents> extents) noexcept;
    branch& open();
    void take(detail::json_scanner& value, bool deep);

    std::string_view text_; ///< of what was opened the first character only means something
    unsigned max_depth_;
    std::shared_ptr<const json_extents> extents_; ///< of the text that this was a part of when it was opened
    std::unique_ptr<branch> branch_;              ///< when it was opened to be merged into
};

} // namespace corogql::protocol
