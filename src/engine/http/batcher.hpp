/// The batcher gathers operations that are asked for at about the same time into one request.
#pragma once

#include "protocol/http/response.hpp"
#include "transport/cancellable_task.hpp"
#include "values/result.hpp"

#include <corogql/error.hpp>
#include <corogql/request.hpp>
#include <corogql/response.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace corogql::engine {

class call_context;

class batcher : public std::enable_shared_from_this<batcher> {
public:
    using time_point = transport::runtime::time_point;

    explicit batcher(call_context& owner) noexcept : context_(owner) {}
    ~batcher();

    /// Says whether an operation may share a request.
    static bool takes(const request& operation);

    /// The result of an operation; nothing if the operation is to go alone and was not sent.
    using outcome = std::optional<detail::result<response>>;
    /// Waits for the result of an operation in a batch. Leaving early takes the operation out of the batch, or leaves
    /// the others alone if it was sent already. Throws kind timeout when `until` passes first, and what ended the
    /// request if that is no corogql::error.
    asio::awaitable<outcome> join(const request& operation, time_point until);

    /// Ends join() for those whose request was not sent yet.
    void close(const error& reason);

private:
    struct sent_batch;
    struct member {
        member(transport::runtime& runtime, const request& what, time_point limit);
        transport::waiter turn;
        const std::string payload;
        const protocol::values made;
        const time_point until;
        outcome came_to;
        std::exception_ptr other_end; ///< What ended the request, in place of an outcome.
        std::weak_ptr<sent_batch> batch;
        bool left = false;
    };
    using members = std::vector<std::shared_ptr<member>>;
    struct sent_batch {
        members all;
        std::weak_ptr<transport::cancellable_task<bool>> call;
    };
    class presence;

    void flush();
    static asio::awaitable<bool> run(std::shared_ptr<call_context> context, std::shared_ptr<sent_batch> batch);
    static void distribute(const members& all, response list, const protocol::response_rules& rules);

    call_context& context_; ///< The context owns the batcher.
    members gathered_;
    transport::runtime::timer_id window_ = 0;
};

/// Runs an operation as execute_http() does, but together with others, for which it waits.
asio::awaitable<response> execute_batched(std::shared_ptr<call_context> context, std::unique_ptr<request> operation);

} // namespace corogql::engine
