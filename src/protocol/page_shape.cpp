#include "protocol/page_shape.hpp"

#include "protocol/json_pointer.hpp"
#include "values/json_scanner.hpp"

#include <corogql/error.hpp>

#include <limits>
#include <optional>
#include <utility>

namespace corogql::protocol {

namespace {

constexpr const char* which_list = "say which one (items: a JSON pointer, such as /data/runs/nodes)";

error misfit(const std::string& problem) {
    return error(error_kind::decode, problem).phase(error_phase::decode).possibly_executed(true);
}

detail::json_scanner scan(std::string_view text) {
    return detail::json_scanner(text, std::numeric_limits<unsigned>::max());
}

std::string child(std::string pointer, std::string_view key) {
    pointer += '/';
    for (const char c : key) pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return pointer;
}

/// An object that may hold a page.
struct holder {
    std::string pointer;
    std::string_view info;         ///< pageInfo, when that is an object
    std::string_view more, cursor; ///< hasNextPage and cursor of its own
    std::vector<std::pair<std::string, std::string_view>> lists, objects;

    bool is_page() const { return !info.empty() || !more.empty(); }
};

holder read_holder(std::string pointer, std::string_view object) {
    holder read;
    read.pointer = std::move(pointer);
    scan(object).object([&](std::string_view key, detail::json_scanner& at) {
        const auto value = at.value();
        if (key == "pageInfo" && value.starts_with('{'))
            read.info = value;
        else if (key == "hasNextPage")
            read.more = value;
        else if (key == "cursor")
            read.cursor = value;
        else if (value.starts_with('['))
            read.lists.emplace_back(key, value);
        else if (value.starts_with('{'))
            read.objects.emplace_back(key, value);
    });
    return read;
}

/// All pages under an object; those inside of pages or lists are somebody else's.
void find_holders(std::string pointer, std::string_view object, std::vector<holder>& found) {
    auto here = read_holder(std::move(pointer), object);
    if (here.is_page()) {
        found.push_back(std::move(here));
        return;
    }
    for (const auto& [key, inner] : here.objects) find_holders(child(here.pointer, key), inner, found);
}

holder only_holder(std::string_view result) {
    std::vector<holder> found;
    if (const auto data = find_pointer(result, "/data"); data && data->starts_with('{'))
        find_holders("/data", *data, found);
    if (found.empty())
        throw misfit("no page in the answer: nothing in `data` has pageInfo or hasNextPage; select pageInfo { "
                     "hasNextPage endCursor }, or cursor and hasNextPage");
    if (found.size() > 1)
        throw misfit("several pages in the answer, at " + found[0].pointer + " and at " + found[1].pointer + ": " +
                     which_list);
    return std::move(found.front());
}

/// The nearest object around `pointer` that holds a page.
holder holder_around(std::string_view result, const std::string& pointer) {
    auto place = pointer;
    while (!place.empty()) {
        place.erase(place.rfind('/'));
        const auto text = find_pointer(result, place);
        if (!text || !text->starts_with('{')) continue;
        auto here = read_holder(place, *text);
        if (here.is_page()) return here;
    }
    throw misfit("the list at " + pointer + " has no pageInfo or hasNextPage beside or above it: select them");
}

using named_list = std::pair<std::string, std::string_view>;

/// A connection may give the same items as edges and as nodes.
const named_list& only_list(const holder& page) {
    if (!page.info.empty())
        for (const char* name : {"nodes", "edges"})
            for (const auto& each : page.lists)
                if (each.first == name) return each;
    if (page.lists.empty()) throw misfit("the page at " + page.pointer + " has no list");
    if (page.lists.size() > 1)
        throw misfit("two lists in the page at " + page.pointer + ", `" + page.lists[0].first + "` and `" +
                     page.lists[1].first + "`: " + which_list);
    return page.lists.front();
}

std::string_view node_of(std::string_view edge) {
    auto found = edge;
    if (edge.starts_with('{'))
        scan(edge).object([&](std::string_view key, detail::json_scanner& at) {
            const auto value = at.value();
            if (key == "node") found = value;
        });
    return found;
}

std::vector<detail::text_part> parts(std::string_view whole, std::string_view list, bool nodes) {
    std::vector<detail::text_part> items;
    scan(list).array([&](detail::json_scanner& at) {
        auto item = at.value();
        if (nodes) item = node_of(item);
        detail::text_part part;
        part.begin = static_cast<std::uint32_t>(item.data() - whole.data());
        part.size = static_cast<std::uint32_t>(item.size());
        items.push_back(part);
    });
    return items;
}

/// More, and where.
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
    std::string_view named;
    if (!pointer.empty()) {
        const auto text = find_pointer(result, pointer);
        if (!text) throw misfit("nothing stands at " + pointer + ", where the items were to be");
        named = *text;
        if (!named.starts_with('[') && !named.starts_with('{'))
            throw misfit("at " + pointer + ", where the items were to be, is no list");
    }
    auto page = pointer.empty()          ? only_holder(result)
                : named.starts_with('[') ? holder_around(result, pointer)
                                         : read_holder(pointer, named);
    if (!page.is_page())
        throw misfit("the object at " + pointer + " has neither pageInfo nor hasNextPage: select them");
    found_page found;
    found.shape = page.info.empty() ? page_shape::mapi : page_shape::relay;
    read_position(page, options.backward(), found);
    if (named.starts_with('[')) {
        found.list = pointer;
        found.items = parts(result, named, false);
    } else {
        const auto& [name, text] = only_list(page);
        found.list = child(page.pointer, name);
        found.items = parts(result, text, found.shape == page_shape::relay && name == "edges");
    }
    return found;
}

} // namespace corogql::protocol
