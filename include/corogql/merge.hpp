/// The adaptor merge() makes one generator of several sources.
#pragma once

#include <corogql/detail/branch.hpp>
#include <corogql/detail/kept_executor.hpp>
#include <corogql/detail/ready_list.hpp>
#include <corogql/generator.hpp>
#include <corogql/map.hpp>

#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace corogql {

namespace detail {

template <class T>
class merged final : public sequence<T> {
public:
    explicit merged(std::vector<std::shared_ptr<sequence<T>>> sources)
        : executor_(sources.empty() ? asio::any_io_executor(asio::system_executor()) : sources.front()->executor()),
          ready_(std::make_shared<ready_list>(sources.size())), open_(sources.size()) {
        branches_.reserve(sources.size());
        for (auto& each : sources) branches_.emplace_back(std::move(each), (*ready_)[branches_.size()]);
    }

    void begin(const asio::any_io_executor& consumer) override {
        executor_ = consumer;
        begun_ = true;
        for (const auto& each : branches_) each.from().begin(consumer);
    }

    std::optional<T> try_next() override {
        for (auto turns = ready_->count(); turns != 0 && !failure_; --turns)
            if (auto item = ask(branches_[ready_->take().number()])) return item;
        if (!there_.empty()) {
            std::optional<T> item(std::move(there_.front()));
            there_.pop_front();
            return item;
        }
        if (failure_ && !std::exchange(thrown_, true)) std::rethrow_exception(failure_);
        return std::nullopt;
    }

    void park(wake_handler handler, const asio::any_io_executor& on) override { ready_->park(std::move(handler), on); }

    bool done() const override { return failure_ ? thrown_ && there_.empty() : open_ == 0; }

    void close() noexcept override {
        for (const auto& each : branches_) each.from().close();
        ready_->something().ring();
    }

    asio::any_io_executor executor() const override { return executor_.get(); }

private:
    std::optional<T> ask(branch<T>& each) {
        try {
            auto item = each.ask(begun_, executor_);
            if (each.over()) --open_;
            return item;
        } catch (...) {
            fail(each, std::current_exception());
            return std::nullopt;
        }
    }

    /// What the others have there is kept, then they are stopped.
    void fail(const branch<T>& failed, std::exception_ptr failure) {
        failure_ = std::move(failure);
        for (auto turns = ready_->count(); turns != 0; --turns) {
            auto& other = branches_[ready_->take().number()];
            if (&other != &failed) take_what_is_there(other.from());
            other.from().close();
        }
        for (auto& each : branches_) each.from().close();
    }
    void take_what_is_there(sequence<T>& from) {
        try {
            while (auto item = from.try_next()) there_.push_back(std::move(*item));
        } catch (...) {
            // The first failure is the one that counts.
        }
    }

    kept_executor executor_;
    bool begun_ = false;
    std::vector<branch<T>> branches_;
    const std::shared_ptr<ready_list> ready_; ///< The branches to be asked, in their turns.
    std::size_t open_;                        ///< So many have not ended.
    std::deque<T> there_;                     ///< What was there when a failure came is kept here.
    std::exception_ptr failure_;
    bool thrown_ = false;
};

/// A sequence of T: itself, or converted.
template <class T, class S>
std::shared_ptr<sequence<T>> sequence_of(S from) {
    generator<item_t<S>> items(std::move(from));
    if constexpr (std::is_same_v<item_t<S>, T>) {
        return std::move(items).release();
    } else {
        return corogql::map(std::move(items), [](item_t<S>&& item) { return T(std::move(item)); }).release();
    }
}

} // namespace detail

/// Gives all items of all sources, each source's in its order. All are asked at once, each for one item at a time, and
/// take turns where several have something. The generator ends when all have ended. The first failure is the end: what
/// was there of the others is given before it is thrown, and they are stopped. (`a.next() || b.next()` would lose the
/// loser's item.)
template <source S>
generator<item_t<S>> merge(std::vector<S> sources) {
    using item = item_t<S>;
    std::vector<std::shared_ptr<detail::sequence<item>>> all;
    for (auto& each : sources) all.push_back(detail::sequence_of<item>(std::move(each)));
    return generator<item>(std::make_shared<detail::merged<item>>(std::move(all)));
}

/// Merges sources of several types as it does a list of one, with items converted to their common type.
template <source First, source... Others>
generator<std::common_type_t<item_t<First>, item_t<Others>...>> merge(First first, Others... others) {
    using item = std::common_type_t<item_t<First>, item_t<Others>...>;
    std::vector<std::shared_ptr<detail::sequence<item>>> all;
    all.push_back(detail::sequence_of<item>(std::move(first)));
    (all.push_back(detail::sequence_of<item>(std::move(others))), ...);
    return generator<item>(std::make_shared<detail::merged<item>>(std::move(all)));
}

} // namespace corogql
