/// A ready list tells the one consumer of many sequences which of them to ask.
#pragma once

#include <corogql/detail/async_event.hpp>
#include <corogql/detail/sequence.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace corogql::detail {

/// Each sequence has a place. Those that ring gather in a list without a lock until the consumer looks, so that what an
/// item costs does not depend on how many sequences there are.
class ready_list : public std::enable_shared_from_this<ready_list> {
public:
    class place final : public doorbell {
    public:
        void ring() noexcept override { list_->rang(*this); }
        void ring_here() noexcept override { list_->rang_here(*this); }
        /// Returns the list that the place is made for.
        ready_list& list() const noexcept { return *list_; }
        /// Returns which sequence this is.
        std::size_t number() const noexcept { return number_; }

    private:
        friend class ready_list;
        ready_list* list_ = nullptr;
        std::size_t number_ = 0;
        place* next_ = nullptr; ///< In the list that it is in: the one that rang before, or has its turn behind.
    };

    /// Makes a list of so many, all of which are ready.
    explicit ready_list(std::size_t count) : places_(count) {
        for (std::size_t i = 0; i < count; ++i) {
            places_[i].list_ = this;
            places_[i].number_ = i;
            add(places_[i]);
        }
    }
    ready_list(const ready_list&) = delete;
    ready_list& operator=(const ready_list&) = delete;

    place& operator[](std::size_t number) noexcept { return places_[number]; }
    /// Rings when one is ready again.
    const async_event& something() const noexcept { return something_; }
    /// Waits for that.
    void park(wake_handler handler, const asio::any_io_executor& on) {
        if (count() != 0) something_.ring(); // it came while the consumer asked others
        something_.park(std::move(handler), on);
    }

    // The consumer's. A place is in the list once at most: who takes it out adds it again, or has it rung.

    /// Returns how many are ready.
    std::size_t count() noexcept {
        if (rung_.load(std::memory_order_relaxed)) {
            place* const newest = rung_.exchange(nullptr, std::memory_order_acquire);
            place* oldest = nullptr;
            for (auto* each = newest; each; ++count_) {
                auto* const older = std::exchange(each->next_, oldest);
                oldest = std::exchange(each, older);
            }
            append(*oldest, *newest);
        }
        return count_;
    }
    /// Takes the first out, and there must be one.
    place& take() noexcept {
        --count_;
        auto& taken = *std::exchange(first_, first_->next_);
        taken.will_ring = false;
        return taken;
    }
    void add(place& ready) noexcept {
        ready.next_ = nullptr;
        append(ready, ready);
        ++count_;
    }

private:
    void append(place& first, place& last) noexcept {
        (first_ ? last_->next_ : first_) = &first;
        last_ = &last;
    }
    /// On the consumer's thread, who waits for the first.
    void rang_here(place& ready) noexcept {
        add(ready);
        if (count_ == 1) something_.ring();
    }
    /// On any thread. From the exchange on the place may be the consumer's again.
    void rang(place& ready) noexcept {
        auto* before = rung_.load(std::memory_order_relaxed);
        do ready.next_ = before;
        while (!rung_.compare_exchange_weak(before, &ready, std::memory_order_release, std::memory_order_relaxed));
        // Whoever rang before this one has woken the consumer, or is about to.
        if (!before) something_.ring();
    }

    std::vector<place> places_;
    std::atomic<place*> rung_{nullptr}; ///< The newest first.
    place *first_ = nullptr, *last_ = nullptr;
    std::size_t count_ = 0;
    const async_event something_;
};

} // namespace corogql::detail
