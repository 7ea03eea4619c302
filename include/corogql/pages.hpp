/// The pages of a list as an async generator.
#pragma once

#include <corogql/detail/handler_place.hpp>
#include <corogql/page.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>

#include <exception>
#include <memory>
#include <optional>

namespace corogql {

namespace asio = boost::asio;

namespace detail {
class page_source;
using page_handler = asio::any_completion_handler<void(std::exception_ptr, std::optional<page>)>;
asio::any_io_executor executor_of(const std::shared_ptr<page_source>& source);
void start_next(std::shared_ptr<page_source> source, asio::any_io_executor on, page_handler handler);
} // namespace detail

/// Pages come in order; behind the last one nullopt, again at every further call.
///
///     auto runs = api.paginate(request("query($after: String) { runs(after: $after) { nodes { … } pageInfo { … } }
///     }")); while (auto page = co_await runs.next())
///         for (const auto& run : page->items()) use(run);
///
/// A page that fails (whatever execute() throws; kind `graphql` when there are errors in its place, kind `decode` when
/// it has another shape) is thrown, and the walk stays where it is: the next call asks for that page again, and
/// cursor() lets another walk go on there. Where there are more pages these failures are the end, thrown again at every
/// further call: kind `protocol` when
/// the cursor did not change, kind `decode` when json::value cannot hold it as it came, kind `usage` when no variable
/// takes it, kind `limit` behind page_options::max_pages().
///
/// Movable handle with a single consumer: a second next() while one waits throws kind `usage`. May be used on any
/// thread, one at a time. It may outlive the client and the client's execution context. Destroying it
/// ends what is under way, never blocks, and is fine at any moment, also while a next() is under way (which then gives
/// nullopt).
class pages {
public:
    pages() noexcept = default;
    explicit pages(std::shared_ptr<detail::page_source> source) noexcept : source_(std::move(source)) {}
    pages(pages&&) noexcept = default;
    pages& operator=(pages&&) noexcept;
    ~pages();

    /// The next page. request::timeout() bounds each. Terminal cancellation throws boost::system::system_error
    /// (operation_aborted) and loses nothing: the next call asks for the same page.
    asio::awaitable<std::optional<page>> next();
    /// True once nothing will come any more: the last page was taken, or the failure that is the end thrown.
    bool done() const noexcept;

    /// next() with any completion token: signature void(std::exception_ptr, std::optional<page>). A handler without an
    /// executor of its own is called on the client's.
    template <class CompletionToken>
    auto async_next(CompletionToken&& token) {
        auto initiate = [](auto handler, std::shared_ptr<detail::page_source> source) {
            auto called = detail::place<std::optional<page>>(std::move(handler), detail::executor_of(source));
            detail::start_next(std::move(source), std::move(called.on), std::move(called.handler));
        };
        return asio::async_initiate<CompletionToken, void(std::exception_ptr, std::optional<page>)>(std::move(initiate),
                                                                                                    token, source_);
    }

    /// The client's, on which handlers without an executor of their own are called.
    asio::any_io_executor get_executor() const { return detail::executor_of(source_); }

    /// Where to go on behind the pages that were taken, for page_options::start_from(): here, or in another process.
    /// Behind the last page too, if the server says. Where page_options::limit() cut a page, or json::value cannot hold
    /// the cursor, it is that page's begin.
    /// Nothing before the first page.
    std::optional<json::value> cursor() const;

    /// Ends the walk; a waiting next() gives nullopt. Idempotent.
    void close() noexcept;

private:
    friend class blocking_pages;
    std::shared_ptr<detail::page_source> source_;
};

} // namespace corogql
