#include "protocol/pages/shape.hpp"

#include "protocol/graphql/json_pointer.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/json/scanner.hpp"

#include <corogql/error.hpp>

#include <limits>
#include <optional>
#include <utility>

namespace corogql::protocol {

namespace {

constexpr const char* which_list = "say which one (items: a JSON pointer, such as /data/runs/nodes)";

error misfit(const std::string& problem) {
    return detailed_error(error_kind::decode, problem).phase(error_phase::decode).possibly_executed(true);
}

detail::json_scanner scan(std::string_view text) {
    return detail::json_scanner(text, std::numeric_limits<unsigned>::max());
}

std::string child(std::string pointer, std::string_view key) {
    pointer += '/';
    for (const char c : key) pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return pointer;
}

using named_list = std::pair<std::string, std::string_view>;

/// A holder is an object that may hold a page.
struct holder {
    std::string pointer;           ///< Where the object stands: a JSON pointer.
    std::string_view info;         ///< The text of pageInfo, when that is an object.
    std::string_view more, cursor; ///< The object's own hasNextPage and cursor.
    std::string_view nodes, edges; ///< The lists of a connection.
    std::vector<named_list> lists; ///< The first two lists, whatever their names.

    bool is_page() const { return !info.empty() || !more.empty(); }

    void add(std::string_view key, std::string_view value) {
        if (key == "pageInfo" && value.starts_with('{')) {
            info = value;
        } else if (key == "hasNextPage") {
            more = value;
        } else if (key == "cursor") {
            cursor = value;
        } else if (value.starts_with('[')) {
            if (key == "nodes") nodes = value;
            if (key == "edges") edges = value;
            if (lists.size() < 2) lists.emplace_back(key, value);
        }
    }
};

/// Returns whether a page may stand in the member, were its value an object.
bool is_outer(std::string_view key) { return key != "pageInfo" && key != "hasNextPage" && key != "cursor"; }

/// A page search finds the pages of a result in one pass, whatever its depth: which objects are pages shows behind
/// their last members, so pages within a page are forgotten then.
class page_search {
public:
    void read(std::string_view result) {
        auto scanner = scan(result);
        if (scanner.peek() != '{') return;
        scanner.object([&](std::string_view key, detail::json_scanner& at) {
            if (key != "data") return void(at.value());
            found_.clear();
            if (at.peek() != '{') return void(at.value());
            read_object(at);
            lengthen(0, key);
        });
    }

    holder only() {
        if (found_.empty())
            throw misfit("no page in the answer: nothing in `data` has pageInfo or hasNextPage; select pageInfo { "
                         "hasNextPage endCursor }, or cursor and hasNextPage");
        if (found_.size() > 1)
            throw misfit("several pages in the answer, at " + found_[0].pointer() + " and at " + found_[1].pointer() +
                         ": " + which_list);
        auto& page = found_.front();
        page.object.pointer = page.pointer();
        return std::move(page.object);
    }

private:
    struct found_holder {
        holder object;
        std::vector<std::string> keys; ///< The keys that lead to the object, the last one first.
        std::string pointer() const {
            std::string text;
            for (auto key = keys.rbegin(); key != keys.rend(); ++key) text = child(std::move(text), *key);
            return text;
        }
    };

    void read_object(detail::json_scanner& at) {
        const auto outside = found_.size();
        holder here;
        at.object([&](std::string_view key, detail::json_scanner& member) {
            if (member.peek() != '{' || !is_outer(key)) return here.add(key, member.value());
            const auto before = found_.size();
            read_object(member);
            lengthen(before, key);
        });
        if (!here.is_page()) return;
        found_.erase(found_.begin() + static_cast<std::ptrdiff_t>(outside), found_.end());
        if (outside < 2) found_.push_back({std::move(here), {}}); // more than two are too many as well
    }

    void lengthen(std::size_t from, std::string_view key) {
        for (; from < found_.size(); ++from) found_[from].keys.emplace_back(key);
    }

    std::vector<found_holder> found_;
};

/// A named search finds what a pointer names, and the page that belongs to it, in one pass.
class named_search {
public:
    explicit named_search(const std::string& pointer) : pointer_(pointer) {}

    void read(std::string_view result) {
        auto scanner = scan(result);
        read_below(scanner, pointer_);
        if (target_.empty()) throw misfit("nothing stands at " + pointer_ + ", where the items were to be");
        if (!target_.starts_with('[') && !target_.starts_with('{'))
            throw misfit("at " + pointer_ + ", where the items were to be, is no list");
    }

    /// Returns the list itself, if the pointer names a list; otherwise nothing.
    std::string_view list() const { return target_.starts_with('[') ? target_ : std::string_view(); }

    holder page() {
        if (page_) return std::move(*page_);
        throw misfit(list().empty() ? "the object at " + pointer_ + " has neither pageInfo nor hasNextPage: select them"
                                    : "the list at " + pointer_ +
                                          " has no pageInfo or hasNextPage beside or above it: select them");
    }

private:
    void read_below(detail::json_scanner& at, std::string_view rest) {
        const char first = at.peek();
        const auto place = pointer_.substr(0, pointer_.size() - rest.size());
        const bool here_named = rest.empty();
        if (first != '{') {
            if (here_named || first != '[') return take(at.value(), here_named);
            std::size_t index = 0;
            const auto wanted = to_index(take_segment(rest));
            return at.array([&](detail::json_scanner& item) {
                if (index++ == wanted)
                    read_below(item, rest);
                else
                    item.value();
            });
        }
        const auto begin = at.offset();
        const auto segment = here_named ? std::string() : take_segment(rest);
        holder here;
        at.object([&](std::string_view key, detail::json_scanner& member) {
            if (here_named || key != segment) return here.add(key, member.value());
            target_ = {}; // of members named twice the last counts
            page_.reset();
            const auto value = member.offset();
            read_below(member, rest);
            here.add(key, member.text_from(value));
        });
        if (here_named) target_ = at.text_from(begin);
        // The nearest one around a list; of an object that was named, itself.
        if (target_.empty() || page_ || !here.is_page() || (target_.starts_with('{') && !here_named)) return;
        here.pointer = place;
        page_ = std::move(here);
    }

    void take(std::string_view value, bool named) {
        if (named) target_ = value;
    }

    const std::string& pointer_;
    std::string_view target_;
    std::optional<holder> page_;
};

/// Returns the one list of a page. A connection may give the same items as edges and as nodes, of which the nodes are
/// taken.
named_list only_list(const holder& page) {
    if (!page.info.empty() && !page.nodes.empty()) return {"nodes", page.nodes};
    if (!page.info.empty() && !page.edges.empty()) return {"edges", page.edges};
    if (page.lists.empty()) throw misfit("the page at " + page.pointer + " has no list");
    if (page.lists.size() > 1)
        throw misfit("two lists in the page at " + page.pointer + ", `" + page.lists[0].first + "` and `" +
                     page.lists[1].first + "`: " + which_list);
    return page.lists.front();
}

/// Takes an item and returns the node of an edge; an item that has none is returned itself.
std::string_view take_node(detail::json_scanner& at) {
    if (at.peek() != '{') return at.value();
    const auto begin = at.offset();
    std::string_view node;
    at.object([&](std::string_view key, detail::json_scanner& member) {
        const auto value = member.value();
        if (key == "node") node = value;
    });
    return node.empty() ? at.text_from(begin) : node;
}

std::vector<detail::text_part> parts(std::string_view whole, std::string_view list, bool nodes) {
    std::vector<detail::text_part> items;
    scan(list).array([&](detail::json_scanner& at) {
        const auto item = nodes ? take_node(at) : at.value();
        items.push_back(
            {static_cast<std::uint32_t>(item.data() - whole.data()), static_cast<std::uint32_t>(item.size())});
    });
    return items;
}

/// Reads whether there are more pages, and where they are.
void read_position(const holder& page, bool backward, found_page& into) {
    const bool relay = !page.info.empty();
    const std::string place = relay ? child(page.pointer, "pageInfo") : page.pointer;
    const char* const more_name = backward ? "hasPreviousPage" : "hasNextPage";
    const char* const cursor_name = !relay ? "cursor" : backward ? "startCursor" : "endCursor";
    auto more = page.more, cursor = page.cursor;
    if (relay) {
        more = cursor = {};
        scan(page.info).object([&](std::string_view key, detail::json_scanner& at) {
            const auto value = at.value();
            if (key == more_name) more = value;
            if (key == cursor_name) cursor = value;
        });
    } else if (backward) {
        throw error(error_kind::usage, "the page at " + place + " has no pageInfo: backward paging needs a connection");
    }
    if (more.empty()) throw misfit(place + " has no " + more_name + ": select it");
    if (more != "true" && more != "false") throw misfit(child(place, more_name) + " is neither true nor false");
    into.more = more == "true";
    if (into.more && cursor.empty()) throw misfit(place + " has no " + cursor_name + ": select it");
    if (cursor != "null" && cursor != "\"\"") into.cursor = cursor;
}

} // namespace

found_page find_page(std::string_view result, const page_options& options) {
    const auto& pointer = options.items();
    holder page;
    std::string_view named;
    if (pointer.empty()) {
        page_search all;
        all.read(result);
        page = all.only();
    } else {
        named_search one(pointer);
        one.read(result);
        page = one.page();
        named = one.list();
    }
    found_page found;
    found.shape = page.info.empty() ? page_shape::mapi : page_shape::relay;
    read_position(page, options.backward(), found);
    if (!named.empty()) {
        found.list = pointer;
        found.items = parts(result, named, false);
    } else {
        const auto [name, text] = only_list(page);
        found.list = child(page.pointer, name);
        found.nodes = found.shape == page_shape::relay && name == "edges";
        found.items = parts(result, text, found.nodes);
    }
    return found;
}

} // namespace corogql::protocol
