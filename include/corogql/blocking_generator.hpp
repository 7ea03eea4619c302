/// Generators have a face for code that blocks: an input range.
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

/// A blocking generator is to code that blocks what `Source`, a generator or what is derived from one, is to
/// coroutines; everything said of the source holds. Items are taken without crossing threads; only where none is there
/// the thread blocks. It throws kind `usage` where it would block the loop's own thread, as that would be for ever.
template <class Source>
class basic_blocking_generator {
public:
    /// An item has this type.
    using value_type = item_t<Source>;

    /// Takes a source, and the loop that it works on. `what` names an item in the message of a limit that passed.
    basic_blocking_generator(Source from, std::shared_ptr<event_loop> loop, std::string_view what = "item")
        : handle_(reader{std::move(from), detail::blocked_thread()}, std::move(loop)), what_(what) {}

    /// Waits for the next item and returns it, or nullopt at the end. It throws what the source throws.
    std::optional<value_type> next() { return next_within(std::chrono::nanoseconds::max()); }
    /// Waits for the next item as next() does, but throws kind `timeout` when none came within `limit`. Nothing is lost
    /// by that: what is under way goes on, and the next call waits for it.
    std::optional<value_type> next(std::chrono::nanoseconds limit) { return next_within(limit); }
    /// Returns an item that is there already, and never waits; nullopt also at the end, which done() tells apart. It
    /// throws a failure like next().
    std::optional<value_type> try_next() { return handle_->from.try_next(); }
    /// Returns whether nothing will come any more: the end was reached, or the failure thrown that is the end.
    bool done() const noexcept { return handle_->from.done(); }
    /// Stops the source. It may be called from any thread; a blocked next() then returns nullopt.
    void close() noexcept { handle_->from.close(); }

    /// Returns the source, to look at.
    const Source& source() const noexcept { return handle_->from; }
    /// Gives the source away, for adaptors; what they make is read with blocking_generator.
    Source release() && noexcept { return std::move(handle_->from); }

    /// An iterator of the range waits for an item when one is looked for.
    using iterator = detail::blocking_iterator<basic_blocking_generator, value_type>;
    /// Begins a `std::ranges::input_range`, for `std::views` as well. There is one pass: a second begin() goes on where
    /// the first stopped. It waits for the first item, as for any other, when that is looked for.
    iterator begin() { return iterator(*this); }
    /// Returns the sentinel, which an iterator reaches at the end of the source.
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

/// A blocking generator of any items makes a pipeline of adaptors a range. Functions of adaptors run on the thread that
/// asks; bodies, and functions that await, run on the loop, so that these must not block.
///
///     auto events = api.subscribe(request("subscription { … }")).release();
///     for (const auto& name : blocking_generator(std::move(events) | map(&name_of) | take(3), api.loop())) use(name);
template <class T>
class blocking_generator : public basic_blocking_generator<generator<T>> {
public:
    /// Takes a generator, and the loop that it works on.
    blocking_generator(generator<T> from, std::shared_ptr<event_loop> loop)
        : basic_blocking_generator<generator<T>>(std::move(from), std::move(loop)) {}
};

} // namespace corogql
