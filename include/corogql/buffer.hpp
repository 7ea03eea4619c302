/// The adaptor buffer() makes batches of items, by number and time.
#pragma once

#include <corogql/detail/alarm.hpp>
#include <corogql/detail/async_event.hpp>
#include <corogql/detail/background_wait.hpp>
#include <corogql/detail/kept_executor.hpp>
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
        : from_(std::move(from)), most_(most), time_(time), executor_(from_->executor()) {}

    void begin(const asio::any_io_executor& consumer) override {
        executor_ = consumer;
        begun_ = true;
        from_->begin(consumer);
    }

    std::optional<std::vector<T>> try_next() override {
        gather();
        if (items_.empty()) {
            if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
            return std::nullopt;
        }
        if (items_.size() == most_ || failure_ || over_ || limit_.passed()) {
            limit_.stop();
            return std::exchange(items_, {});
        }
        if (begun_ && !limit_.started()) limit_.start(executor_.get(), time_, something_);
        return std::nullopt;
    }

    void park(wake_handler handler, const asio::any_io_executor& on) override {
        something_.park(std::move(handler), on);
    }
    bool done() const override { return items_.empty() && !failure_ && (over_ || (!waiting_.busy() && from_->done())); }
    void close() noexcept override {
        from_->close();
        something_.ring();
    }
    asio::any_io_executor executor() const override { return executor_.get(); }

private:
    void gather() {
        try {
            while (items_.size() < most_ && !failure_ && !over_ && !waiting_.busy()) {
                if (auto item = from_->try_next())
                    items_.push_back(std::move(*item));
                else if (from_->done())
                    over_ = true;
                else if (begun_)
                    waiting_.start(executor_.get(), from_, something_);
                else
                    return;
            }
        } catch (...) {
            failure_ = std::current_exception();
        }
    }

    const std::shared_ptr<sequence<T>> from_;
    const std::size_t most_;
    const std::chrono::nanoseconds time_;
    kept_executor executor_;
    bool begun_ = false;
    std::vector<T> items_;
    background_wait waiting_;
    alarm limit_;
    const async_event something_;
    std::exception_ptr failure_; ///< It is thrown behind the items.
    bool over_ = false;
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
