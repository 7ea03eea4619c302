/// What a pages handle and the engine share: the walk, and the request for the next page while there is one.
#pragma once

#include "engine/engine.hpp"
#include "engine/shared/job.hpp"
#include "protocol/pages/walk.hpp"
#include "transport/kept.hpp"

#include <corogql/page.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

namespace corogql::detail {

class page_source : public std::enable_shared_from_this<page_source> {
public:
    page_source(const std::shared_ptr<detail::engine>& engine, request operation, page_options options);

    /// Asio's system_executor when the client's context has gone.
    asio::any_io_executor executor() const;
    bool single_threaded() const noexcept { return single_threaded_; }

    // From any thread.
    /// False when there is nothing to ask for; throws what stands in the way, again at every further call.
    bool begin_step();
    /// The page in what await_page() gave, when it is the consumer's: the walk moves on. Nothing at the end.
    std::optional<page> take(std::optional<response> answer);
    /// These two wait for nobody, whatever a consumer is at.
    void close() noexcept;
    bool done() const noexcept;
    std::optional<json::value> cursor() const;

private:
    friend asio::awaitable<std::optional<response>> await_page(std::shared_ptr<page_source> from);

    /// A request under way. It keeps what its waiter works with; the engine is kept by the work alone, so that a page
    /// nobody took keeps no client.
    struct fetch : job<response> {
        explicit fetch(std::shared_ptr<transport::runtime> runtime) : job(*runtime), kept(std::move(runtime)) {}
        std::shared_ptr<transport::runtime> kept;
    };

    void ask();
    void ask_ahead();

    const transport::kept<asio::any_io_executor> executor_; ///< the handle may outlive the client's context,
    const bool single_threaded_, prefetch_;
    const std::weak_ptr<detail::engine> engine_;
    std::atomic<bool> closed_{false};
    std::atomic<bool> over_{false}; ///< the walk is

    mutable std::mutex mutex_; ///< of what changes in the walk, which the consumer's thread looks at
    protocol::page_walk walk_;
    bool obstructed_ = false; ///< its end was told to be no good one

    // On the engine's executor only.
    transport::kept<fetch> fetch_; ///< and what is under way must not
    bool taken_ = false;           ///< a consumer waits
};

/// The answer with the next page, on the engine's executor; nothing at the end. Free coroutines over shared state, so
/// that the handle may go away meanwhile.
asio::awaitable<std::optional<response>> await_page(std::shared_ptr<page_source> from);
/// The generator's step, where that is the consumer's executor as well.
asio::awaitable<std::optional<page>> take_page(std::shared_ptr<page_source> from);
/// Who cancels drops the result, so there must be none: throws when that has happened while the answer was on its way.
asio::awaitable<void> refuse_cancelled();

} // namespace corogql::detail
