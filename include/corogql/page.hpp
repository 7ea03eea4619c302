/// A page is a part of a list: its items and the answer that they came in.
#pragma once

#include <corogql/decode.hpp>
#include <corogql/response.hpp>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace corogql {

namespace detail {
struct page_contents;
}

/// A page keeps the server's text, like response; items are parsed when they are asked for. It is movable; const
/// members may be called from several threads.
class page {
public:
    /// Makes a page of what the library's walk has found; programs get theirs from pages.
    explicit page(std::unique_ptr<const detail::page_contents>) noexcept;
    /// Moves the page; the other one can only be destroyed or assigned to.
    page(page&&) noexcept;
    /// Drops this page and takes the other's content.
    page& operator=(page&&) noexcept;
    /// Drops the page with its answer.
    ~page();

    /// Returns the number of the page, counted from 1, where the walk began.
    std::uint64_t number() const noexcept;
    /// Returns whether the server has more behind this page; also true of a page that page_options::limit() has cut.
    bool has_more() const noexcept;

    /// Returns how many items there are; a page may be empty and yet not the last.
    std::size_t size() const noexcept;
    /// Returns whether there are no items.
    bool empty() const noexcept { return size() == 0; }
    /// Returns the text of an item exactly as it came, numbers verbatim. `index` must be less than size().
    std::string_view text(std::size_t index) const noexcept;
    /// Returns an item as a value. Throws kind `decode` like response::data().
    json::value item(std::size_t index) const;
    /// Returns all items as values. Throws kind `decode` like response::data().
    json::array items() const;

    /// Returns an item decoded to a T (see decode.hpp). Kind `decode` names the path of what does not fit; kind
    /// `graphql`, as with response::data_as(), is thrown for a null that is there because of an error.
    template <class T>
    T item_as(std::size_t index) const {
        const detail::json_path list(path());
        T out{};
        try {
            if constexpr (detail::text_readable<T>)
                read_item(index, out);
            else
                detail::decode_into(item(index), out, detail::json_path(list, index));
        } catch (const detail::decode_failure& failure) {
            fail_item(failure);
        }
        return out;
    }
    /// Returns all items decoded to a T each; it throws what item_as() throws.
    template <class T>
    std::vector<T> items_as() const {
        std::vector<T> all;
        all.reserve(size());
        for (std::size_t i = 0; i < size(); ++i) all.push_back(item_as<T>(i));
        return all;
    }

    /// Returns all of the answer. It may carry GraphQL errors beside the items, which never throw by themselves:
    /// `answer().throw_if_failed()` does it for them.
    const response& answer() const noexcept;

private:
    template <class T>
    void read_item(std::size_t index, T& out) const {
        typed::reader in(text(index), &kept_texts());
        try {
            detail::read_text_into(in, out);
        } catch (const detail::decode_failure& failure) {
            detail::fail_decode(detail::json_path(detail::json_path(path()), index), failure, json::value());
        }
    }
    typed::kept_texts& kept_texts() const noexcept;
    const std::string& path() const noexcept;
    [[noreturn]] void fail_item(const detail::decode_failure& failure) const;

    std::unique_ptr<const detail::page_contents> contents_;
};

} // namespace corogql
