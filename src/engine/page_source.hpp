/// A pages handle and the engine share a page_source: the walk, the request for the next page, and the answer until
/// that is taken.
#pragma once

#include "engine/client_engine.hpp"
#include "protocol/pages/walk.hpp"
#include "transport/kept.hpp"
#include "transport/parking.hpp"

#include <corogql/detail/sequence.hpp>
#include <corogql/page.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>

namespace corogql::engine {

class page_source final : public detail::sequence<page>, public std::enable_shared_from_this<page_source> {
public:
    page_source(const std::shared_ptr<engine::client_engine>& engine, request operation, page_options options);

    void begin(const asio::any_io_executor&) override {}
    /// Returns the next page if its answer has come; the walk then moves on.
    std::optional<page> try_next() override;
    /// Asks for the next page, unless a request is under way.
    void park(detail::wake_handler handler, const asio::any_io_executor& on) override;
    bool done() const override { return closed_ || over_; }
    void close() noexcept override;
    /// Returns the engine's executor; Asio's system_executor when the client's context has gone.
    asio::any_io_executor executor() const override;

    std::optional<json::value> cursor() const;

private:
    class reply;
    struct under_way;

    page take(response answer);
    bool nothing_there() const { return !response_ && !failure_; }
    void begin_request();
    void ask();
    void arrived(std::exception_ptr failure, std::optional<response> answer);

    const transport::kept<asio::any_io_executor> executor_; ///< The handle may outlive the client's context.
    const bool prefetch_;
    /// Only a request keeps the engine, so that a page nobody took keeps no client.
    const std::weak_ptr<client_engine> engine_;
    std::atomic<bool> closed_{false};
    std::atomic<bool> over_{false}; ///< The walk is over.

    mutable std::mutex mutex_; ///< Guards what follows, up to `waiting_`; only the consumer changes the walk.
    protocol::page_walk walk_;
    bool asked_ = false; ///< A request is under way.
    std::optional<response> response_;
    std::exception_ptr failure_; ///< What came in place of an answer.
    /// The wait since the last answer; it may have been given up.
    std::optional<transport::parking_lot::ticket> waiting_;

    std::weak_ptr<under_way> request_; ///< Used on the engine's executor only.
};

} // namespace corogql::engine
