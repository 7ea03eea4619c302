/// A generator for code that blocks: an input range.
#pragma once

#include <corogql/detail/blocking_iterator.hpp>
#include <corogql/detail/none_within.hpp>
#include <corogql/detail/on_loop.hpp>
#include <corogql/event_loop.hpp>
#include <corogql/generator.hpp>
#include <corogql/pending.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <future>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

namespace corogql {

/// Everything said of generator holds. Functions of adaptors and bodies run on the loop, so they must not block. Throws
/// kind `usage` when used on the loop's own thread, where waiting would be for ever. Every item crosses threads; what
/// is worth it is best given in batches (see buffer.hpp).
///
///     auto events = api.subscribe(request("subscription { … }")).release();
///     for (const auto& name : blocking_generator(std::move(events) | map(&name_of) | take(3), api.loop())) use(name);
template <class T>
class blocking_generator {
public:
    blocking_generator(generator<T> from, std::shared_ptr<event_loop> loop)
        : from_(std::move(from), std::move(loop)) {}

    /// The next item; nullopt at the end.
    std::optional<T> next() {
        start();
        return coming_.get();
    }
    /// The same, but throws kind `timeout` when none came within `limit`. Nothing is lost by that: it is still under
    /// way, and the next call waits for it.
    std::optional<T> next(std::chrono::nanoseconds limit) {
        start();
        if (!detail::wait_for(coming_, limit)) detail::throw_none_within(limit, "item");
        return coming_.get();
    }
    /// May be called from any thread; a blocked next() then returns nullopt.
    void close() noexcept { from_->close(); }

    using iterator = detail::blocking_iterator<blocking_generator, T>;
    /// A std::ranges::input_range, for std::views as well. One pass: a second begin() goes on where the first stopped.
    /// Waits for the first item, as for any other, when that is looked for.
    iterator begin() { return iterator(*this); }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    void start() {
        const auto& loop = from_.loop();
        loop.check_wait();
        if (!coming_.valid()) coming_ = asio::co_spawn(loop.executor(), from_->next(), asio::use_future);
    }

    detail::on_loop<generator<T>> from_;
    std::future<std::optional<T>> coming_; ///< also of a next() that ran out of time
};

} // namespace corogql
