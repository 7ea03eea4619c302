/// A branch is one of several sequences that one consumer waits for, who may give up, or take from the others
/// meanwhile.
#pragma once

#include <corogql/detail/kept_executor.hpp>
#include <corogql/detail/ready_list.hpp>
#include <corogql/detail/sequence.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace corogql::detail {

/// The wait for a branch is never cancelled: closing the sequence ends it.
template <class T>
class branch {
public:
    branch(std::shared_ptr<sequence<T>> from, ready_list::place& place) : from_(std::move(from)), place_(&place) {
        from_->announce_to(bell());
    }

    sequence<T>& from() const noexcept { return *from_; }

    /// Asks for an item, and comes back into the ready list, out of which it was taken, when it is worthwhile to ask
    /// again: not after the end, nor, by itself, after a failure. Before `begun` nothing is waited for, but asked
    /// again.
    std::optional<T> ask(bool begun, const kept_executor& on) {
        waiting_ = false;
        auto item = from_->try_next();
        if (place_->will_ring) return item;
        over_ = !item && from_->done();
        if (item || (!begun && !over_)) {
            place_->list().add(*place_);
        } else if (!over_) {
            waiting_ = true;
            from_->park(background_wait(from_, bell()), on.get());
        }
        return item;
    }
    /// Comes back after a failure.
    void come_back() noexcept {
        if (!place_->will_ring && !waiting_) place_->list().add(*place_);
    }
    /// Returns whether ask() came to the end.
    bool over() const noexcept { return over_; }
    /// Returns whether somebody is parked on the sequence, which must be left alone until the next ask().
    bool waiting() const noexcept { return waiting_; }

private:
    class background_wait {
    public:
        background_wait(std::shared_ptr<waitable> what, std::shared_ptr<doorbell> over)
            : what_(std::move(what)), over_(std::move(over)) {}
        background_wait(background_wait&&) noexcept = default;
        ~background_wait() { // also when the context goes
            if (over_) over_->ring();
        }
        void operator()(boost::system::error_code) {}

    private:
        std::shared_ptr<waitable> what_;
        std::shared_ptr<doorbell> over_;
    };

    std::shared_ptr<doorbell> bell() const {
        return std::shared_ptr<doorbell>(place_->list().shared_from_this(), place_);
    }

    std::shared_ptr<sequence<T>> from_;
    ready_list::place* place_;
    bool over_ = false, waiting_ = false;
};

} // namespace corogql::detail
