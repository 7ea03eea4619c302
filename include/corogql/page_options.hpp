/// These are the options of one walk through pages.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace corogql {

namespace json = boost::json;

/// Page options say where a list and its cursor are, and how a walk goes. Two shapes are found by themselves, wherever
/// they stand in `data`.
///
/// In `{ cursor hasNextPage runs { … } }` the cursor goes to `<first declared variable>.cursor`, the page size to its
/// `.limit`. In `{ nodes { … } pageInfo { hasNextPage endCursor } }`, Relay's, with `edges { node { … } }` as well,
/// they go to `$after` and `$first`. A first variable of a scalar type has no members: then `$cursor`, or `$after`, and
/// `$limit`, or `$first`, are looked for among the declared ones.
class page_options {
public:
    /// Makes options under which everything is found by itself.
    page_options() = default;

    /// Sets where the list is: a JSON pointer (RFC 6901) into the result ("/data/viewer/runs/nodes"), or one to the
    /// object that holds it. It is for answers with several pages or lists. Of `edges` named so the edges are the
    /// items; found without, or by the object, their nodes are. Default: found by itself.
    page_options& items(std::string pointer) { return items_ = std::move(pointer), *this; }
    /// Sets where the cursor goes, a path with dots: "input.after". Default: by the shape.
    page_options& cursor_variable(std::string path) { return cursor_variable_ = std::move(path), *this; }
    /// Sets how many items to ask for in a page; 0 means the document's or server's own number, the default.
    /// `variable_path` says where that number goes; by default beside the cursor.
    page_options& page_size(std::uint64_t items, std::string variable_path = {}) {
        page_size_ = items;
        page_size_variable_ = std::move(variable_path);
        return *this;
    }

    /// Sets where to go on: what pages::cursor() gave, perhaps in another process. Default: at the beginning.
    page_options& start_from(json::value cursor) { return start_from_ = std::move(cursor), *this; }
    /// Walks from the end to the beginning, page by page; the items of each page stay in the server's order. It is for
    /// Relay's shape only: by `$before`, `$last`, hasPreviousPage and startCursor. Default: false.
    page_options& backward(bool yes) { return backward_ = yes, *this; }

    /// Sets how many items there are to be in all, after which the walk ends and the last page is cut; 0 means all
    /// there are, the default.
    page_options& limit(std::uint64_t items) { return limit_ = items, *this; }
    /// Guards against a server that never says that it was the last page: where there are more pages than this, the
    /// walk ends with kind `limit`. 0: no guard. Default: 10,000.
    page_options& max_pages(std::uint64_t pages) { return max_pages_ = pages, *this; }
    /// Asks for the next page while the consumer is at work on the one before, never more than one ahead, and none
    /// beyond limit(). Default: false.
    page_options& prefetch(bool yes) { return prefetch_ = yes, *this; }

    /// Returns where the list is; empty when it is found by itself.
    const std::string& items() const noexcept { return items_; }
    /// Returns where the cursor goes; empty when the shape says it.
    const std::string& cursor_variable() const noexcept { return cursor_variable_; }
    /// Returns how many items are asked for in a page; 0 when the document or server says it.
    std::uint64_t page_size() const noexcept { return page_size_; }
    /// Returns where the page size goes; empty when it goes beside the cursor.
    const std::string& page_size_variable() const noexcept { return page_size_variable_; }
    /// Returns where the walk begins; nothing for the beginning.
    const std::optional<json::value>& start_from() const noexcept { return start_from_; }
    /// Returns whether the walk goes from the end to the beginning.
    bool backward() const noexcept { return backward_; }
    /// Returns how many items there are to be in all; 0 for all there are.
    std::uint64_t limit() const noexcept { return limit_; }
    /// Returns how many pages there may be; 0 for any number.
    std::uint64_t max_pages() const noexcept { return max_pages_; }
    /// Returns whether the next page is asked for ahead.
    bool prefetch() const noexcept { return prefetch_; }

private:
    std::string items_, cursor_variable_, page_size_variable_;
    std::uint64_t page_size_ = 0, limit_ = 0, max_pages_ = 10'000;
    std::optional<json::value> start_from_;
    bool backward_ = false, prefetch_ = false;
};

} // namespace corogql
