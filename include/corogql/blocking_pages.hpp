/// The pages of a list for code that blocks: an input range.
#pragma once

#include <corogql/detail/blocking_iterator.hpp>
#include <corogql/detail/on_loop.hpp>
#include <corogql/pages.hpp>

#include <chrono>
#include <future>
#include <iterator>
#include <memory>
#include <optional>

namespace corogql {

/// Everything said of pages holds. Throws kind `usage` when used on the client's own loop thread, where waiting would
/// be for ever.
///
///     for (const auto& page : api.paginate(request("query($after: String) { … }")))
///         for (const auto& run : page.items_as<run>()) use(run);
class blocking_pages {
public:
    blocking_pages(pages from, std::shared_ptr<event_loop> loop) noexcept
        : pages_(std::move(from), std::move(loop)) {}

    /// The next page; nullopt at the end.
    std::optional<page> next();
    /// The same, but throws kind `timeout` when none came within `limit`. Nothing is lost by that: it is still under
    /// way, and the next call waits for it. done() and cursor() know it once it was given out.
    std::optional<page> next(std::chrono::nanoseconds limit);
    bool done() const noexcept { return pages_->done(); }
    std::optional<json::value> cursor() const { return pages_->cursor(); }
    /// May be called from any thread; a blocked next() then returns nullopt.
    void close() noexcept { pages_->close(); }

    /// The walk itself, for adaptors; what they make is read with blocking_generator. Not behind a next() that ran out
    /// of time.
    pages release() && noexcept { return std::move(*pages_); }

    using iterator = detail::blocking_iterator<blocking_pages, page>;
    /// A std::ranges::input_range, for std::views as well. One pass: a second begin() goes on where the first stopped.
    /// Waits for the first page, as for any other, when that is looked for.
    iterator begin() { return iterator(*this); }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    bool start();
    std::optional<page> take();

    detail::on_loop<pages> pages_;
    std::future<std::optional<response>> coming_; ///< also of a next() that ran out of time
};

} // namespace corogql
