/// A generator for code that blocks: an input range.
#pragma once

#include <corogql/detail/blocked_thread.hpp>
#include <corogql/detail/blocking_iterator.hpp>
#include <corogql/detail/on_loop.hpp>
#include <corogql/generator.hpp>

#include <chrono>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace corogql {

/// What `Source` is for code that blocks: a generator, or what is derived from one, of which everything said holds.
/// Items are taken without crossing threads; only where none is there the thread blocks. Throws kind `usage` where it
/// would block the loop's own thread, as that would be for ever.
template <class Source>
class basic_blocking_generator {
public:
    using value_type = item_t<Source>;

    /// `what` it gives, for the message of a limit that passed.
    basic_blocking_generator(Source from, std::shared_ptr<event_loop> loop, std::string_view what = "item")
        : handle_(reader{std::move(from), detail::blocked_thread()}, std::move(loop)), what_(what) {}

    /// The next item; nullopt at the end.
    std::optional<value_type> next() { return next_within(std::chrono::nanoseconds::max()); }
    /// The same, but throws kind `timeout` when none came within `limit`. Nothing is lost by that: what is under way
    /// goes on, and the next call waits for it.
    std::optional<value_type> next(std::chrono::nanoseconds limit) { return next_within(limit); }
    /// An item that is there already; nullopt also at the end, see done(). Throws a failure like next().
    std::optional<value_type> try_next() { return handle_->from.try_next(); }
    bool done() const noexcept { return handle_->from.done(); }
    /// May be called from any thread; a blocked next() then returns nullopt.
    void close() noexcept { handle_->from.close(); }

    const Source& source() const noexcept { return handle_->from; }
    /// The source itself, for adaptors; what they make is read with blocking_generator.
    Source release() && noexcept { return std::move(handle_->from); }

    using iterator = detail::blocking_iterator<basic_blocking_generator, value_type>;
    /// A std::ranges::input_range, for std::views as well. One pass: a second begin() goes on where the first stopped.
    /// Waits for the first item, as for any other, when that is looked for.
    iterator begin() { return iterator(*this); }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    std::optional<value_type> next_within(std::chrono::nanoseconds limit) {
        detail::blocked_thread::turn here(handle_->thread, limit, what_);
        const auto from = static_cast<generator<value_type>&>(handle_->from).from_;
        if (from) from->begin_once(handle_.loop().executor());
        while (from && !from->left()) {
            if (auto item = from->take()) return item;
            if (from->done()) break;
            handle_.loop().check_wait();
            detail::parked_turn turn;
            turn.begin(*from);
            here.park(*from);
        }
        return std::nullopt;
    }

    struct reader {
        Source from;
        detail::blocked_thread thread;
    };
    detail::on_loop<reader> handle_;
    std::string_view what_;
};

/// Functions of adaptors run on the thread that asks; bodies, and functions that await, on the loop, so that these must
/// not block.
///
///     auto events = api.subscribe(request("subscription { … }")).release();
///     for (const auto& name : blocking_generator(std::move(events) | map(&name_of) | take(3), api.loop())) use(name);
template <class T>
class blocking_generator : public basic_blocking_generator<generator<T>> {
public:
    blocking_generator(generator<T> from, std::shared_ptr<event_loop> loop)
        : basic_blocking_generator<generator<T>>(std::move(from), std::move(loop)) {}
};

} // namespace corogql
