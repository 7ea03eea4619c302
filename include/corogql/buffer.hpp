/// The adaptor buffer() makes batches of items, by number and time.
#pragma once

#include <corogql/detail/alarm.hpp>
#include <corogql/detail/branch.hpp>
#include <corogql/detail/kept_executor.hpp>
#include <corogql/detail/ready_list.hpp>
#include <corogql/detail/step.hpp>
#include <corogql/generator.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace corogql {

namespace detail {

template <class T>
class buffered final : public sequence<std::vector<T>> {
public:
    buffered(std::shared_ptr<sequence<T>> from, std::size_t most, std::chrono::nanoseconds time)
        : most_(most), time_(time), executor_(from->executor()), ready_(std::make_shared<ready_list>(1)),
          source_(std::move(from), (*ready_)[0]) {}

    void begin(const asio::any_io_executor& consumer) override {
        executor_ = consumer;
        begun_ = true;
        source_.from().begin(consumer);
    }

    std::optional<std::vector<T>> try_next() override {
        gather();
        if (items_.empty()) {
            if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
            return std::nullopt;
        }
        if (items_.size() == most_ || failure_ || source_.over() || limit_.passed()) {
            limit_.stop();
            return std::exchange(items_, {});
        }
        if (begun_ && !limit_.started()) limit_.start(executor_.get(), time_, ready_->something());
        return std::nullopt;
    }

    void park(wake_handler handler, const asio::any_io_executor& on) override { ready_->park(std::move(handler), on); }
    bool done() const override {
        return items_.empty() && !failure_ && (source_.over() || (!source_.waiting() && source_.from().done()));
    }
    void close() noexcept override {
        source_.from().close();
        ready_->something().ring();
    }
    asio::any_io_executor executor() const override { return executor_.get(); }

private:
    void gather() {
        while (items_.size() < most_ && !failure_ && !source_.over() && ready_->count() != 0) {
            ready_->take();
            try {
                auto item = source_.ask(begun_, executor_);
                if (!item) return;
                items_.push_back(std::move(*item));
            } catch (...) {
                failure_ = std::current_exception();
                source_.come_back();
            }
        }
    }

    const std::size_t most_;
    const std::chrono::nanoseconds time_;
    kept_executor executor_;
    bool begun_ = false;
    std::vector<T> items_;
    const std::shared_ptr<ready_list> ready_; ///< The source is in it while it is worthwhile to ask it.
    branch<T> source_;
    alarm limit_;
    std::exception_ptr failure_; ///< It is thrown behind the items.
};

} // namespace detail

/// Makes batches: of `most` items, or of what has come within `time` of the first one, or before the end or a failure,
/// which follow. The time counts from when the first was taken from the source, on the steady clock; a simulation's is
/// virtual. No batch is empty. One item may be waited for ahead. A batch that was being gathered when a next() was
/// cancelled goes on growing in the following one, and its time goes on passing. Throws kind `usage` for batches of
/// none, and a negative time.
template <source S>
generator<std::vector<item_t<S>>> buffer(S from, std::size_t most, std::chrono::nanoseconds time) {
    using item = item_t<S>;
    if (most == 0) throw error(error_kind::usage, "buffer() needs room for an item");
    if (time.count() < 0) throw error(error_kind::usage, "buffer() was given a negative duration");
    generator<item> items(std::move(from));
    return generator<std::vector<item>>(
        std::make_shared<detail::buffered<item>>(std::move(items).release(), most, time));
}

/// Makes batches in a pipeline: `source | buffer(most, time)`.
inline auto buffer(std::size_t most, std::chrono::nanoseconds time) {
    return detail::step([most, time](auto from) { return corogql::buffer(std::move(from), most, time); });
}

} // namespace corogql
