/// A page of a long list knows the way to the others.
#pragma once

#include <corogql/generator.hpp>
#include <corogql/mapi/response.hpp>

#include <exception>
#include <optional>
#include <string>

namespace corogql::mapi {

/// A paginated list is one page. The variables that were asked with are copied: nothing of the caller's is changed, and
/// pages do not know each other.
template <class T>
class paginated_object_list : public object_list<T> {
public:
    /// Makes an empty page, which is the last one.
    paginated_object_list() = default;
    /// Makes a page of an answer; it is the library's own.
    paginated_object_list(object_list<T> items, const detail::mapi_response& answer, const detail::list_page& page)
        : object_list<T>(std::move(items)), connection_(answer.connection), asked_(answer.asked), cursor_(page.cursor),
          has_next_page_(page.has_next_page) {}

    /// Returns the executor of the connection's loop; Asio's system_executor for a list that was not asked for.
    asio::any_io_executor executor() const {
        return connection_ ? detail::executor_of(connection_) : asio::system_executor();
    }

    /// Returns whether there is another page.
    bool has_next_page() const noexcept { return has_next_page_; }
    /// Returns where the next page begins; empty on the last one.
    const std::string& cursor() const noexcept { return cursor_; }

    /// Asks for the next page, of the same size unless `limit` is given, with fresh headers, and repeated like any
    /// query. Throws corogql::error of kind `usage` ("No next page") on the last one.
    asio::awaitable<paginated_object_list> next_page(std::optional<std::int64_t> limit = std::nullopt) const {
        return detail::await_page<T>(connection_, next_operation(limit));
    }
    /// Runs next_page() with any completion token of the signature `void(std::exception_ptr,
    /// paginated_object_list<T>)`.
    template <class CompletionToken>
    auto async_next_page(std::optional<std::int64_t> limit, CompletionToken&& token) const {
        return detail::async_response<paginated_object_list>(connection_, next_operation(limit), &detail::read_page<T>,
                                                             std::forward<CompletionToken>(token));
    }
    /// Begins next_page() at once, for code that blocks, and returns a future whose cancel() ends it.
    pending<paginated_object_list> start_next_page(std::optional<std::int64_t> limit = std::nullopt) const {
        return detail::start_response<paginated_object_list>(connection_, next_operation(limit), &detail::read_page<T>);
    }

private:
    operation next_operation(std::optional<std::int64_t> limit) const;

    std::shared_ptr<detail::connection_state> connection_;
    operation asked_;
    std::string cursor_;
    bool has_next_page_ = false;
};

/// Makes the operation that asks for what follows `cursor`: both values are set in the first variable, which is an
/// object.
operation operation_for_page(const operation& asked, const std::string& cursor, std::optional<std::int64_t> limit);

template <class T>
operation paginated_object_list<T>::next_operation(std::optional<std::int64_t> limit) const {
    if (!has_next_page_) throw error(error_kind::usage, "No next page");
    return operation_for_page(asked_, cursor_, limit);
}

/// Page items are the items of all pages, one after the other: a generator, whose body runs on the connection's loop.
/// What next_page() throws leaves everything as it was: the next call tries again. A server that repeats its cursor
/// would be read for ever, so that is the end: mapi_error 500.
///
///     page_items runs(co_await mapi.run_paginated<run>(get_runs()));
///     while (auto run = co_await runs.next()) use(*run);
template <class T>
class page_items : public generator<T> {
public:
    /// Makes the items of this page and of those behind it.
    explicit page_items(paginated_object_list<T> first)
        : generator<T>(generate<T>(first.executor(), &give_all, std::move(first))) {}

private:
    static asio::awaitable<void> give_all(yielder<T>& out, paginated_object_list<T> page) {
        while (true) {
            for (std::size_t i = 0; i < page.size(); ++i) {
                T item = page[i];
                co_await out.yield(std::move(item));
            }
            if (!page.has_next_page()) co_return;
            paginated_object_list<T> following = co_await after(out, page);
            if (following.has_next_page() && following.cursor() == page.cursor())
                throw mapi_error(500, "The list does not end: the server gives the same cursor again");
            page = std::move(following);
        }
    }
    static asio::awaitable<paginated_object_list<T>> after(yielder<T>& out, const paginated_object_list<T>& page) {
        while (true) {
            std::exception_ptr failure;
            try {
                co_return co_await page.next_page();
            } catch (...) {
                failure = std::current_exception();
            }
            co_await out.raise(std::move(failure));
        }
    }
};

namespace detail {

template <class T>
paginated_object_list<T> read_page(const mapi_response& answer) {
    const auto page = response_page(answer);
    return paginated_object_list<T>(read_models<T>(answer, *page.items), answer, page);
}

} // namespace detail
} // namespace corogql::mapi
