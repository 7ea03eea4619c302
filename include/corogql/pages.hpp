/// The pages of a list come as an async generator.
#pragma once

#include <corogql/generator.hpp>
#include <corogql/page.hpp>

#include <boost/json/value.hpp>

#include <memory>
#include <optional>

namespace corogql {

namespace detail {
/// Returns where a walk goes on; nothing for a null pointer or another kind of sequence.
std::optional<json::value> cursor_of(const sequence<page>* walk);
} // namespace detail

/// Pages come in order; behind the last one comes nullopt, again at every further call.
///
///     auto runs = api.paginate(request("query($after: String) { … }"));
///     while (auto page = co_await runs.next())
///         for (const auto& run : page->items()) use(run);
///
/// A page that fails (whatever execute() throws; kind `graphql` when there are errors in its place, kind `decode` when
/// it has another shape) is thrown, and the walk stays where it is: the next call asks for that page again, and
/// cursor() lets another walk go on there. Where there are more pages these failures are the end, thrown again at every
/// further call: kind `protocol` when the cursor did not change, kind `decode` when `json::value` cannot hold it as it
/// came, kind `usage` when no variable takes it, kind `limit` behind page_options::max_pages().
///
/// All that is said of generator holds. A next() that finds no page asks for one, which request::timeout() bounds; when
/// it is cancelled the request goes on, and the following next() waits for its answer. Destroying the pages, or
/// close(), ends what is under way. Handlers without an executor of their own are called on the client's, which is also
/// that of get_executor().
class pages : public generator<page> {
public:
    /// Makes pages that are at their end.
    pages() noexcept = default;
    /// Makes pages of what the library walks with; programs get theirs from client::paginate().
    explicit pages(std::shared_ptr<detail::sequence<page>> source) noexcept : generator(std::move(source)) {}

    /// Returns where to go on behind the pages that were taken, for page_options::start_from(): here, or in another
    /// process; behind the last page too, if the server says. Where page_options::limit() cut a page, or `json::value`
    /// cannot hold the cursor, it is that page's begin. Before the first page it is nothing.
    std::optional<json::value> cursor() const { return detail::cursor_of(from().get()); }
};

} // namespace corogql
