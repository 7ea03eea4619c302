/// A call_queue sends small requests beside a stream, over the client's HTTP connections: they leave in order, a few at
/// a time, and end with their owner. They do without the loop of attempts that queries have.
#pragma once

#include "engine/http/pool.hpp"

#include <deque>
#include <functional>

namespace corogql::engine {

class call_queue : public std::enable_shared_from_this<call_queue> {
public:
    /// Is given the answer, or why there is none. The function is called on the engine's executor, and not after
    /// cancel().
    using answered = std::function<void(detail::http_response* answer, const error* failure)>;

    call_queue(std::shared_ptr<transport::runtime> runtime, std::shared_ptr<const settings> settings,
               std::shared_ptr<http_pool> pool)
        : runtime_(std::move(runtime)), settings_(std::move(settings)), pool_(std::move(pool)) {}

    /// Puts a request at the end of the queue. The client's timeout and attempt timeout bound it from when it leaves. A
    /// `repeatable` request goes out once more when the server had closed the connection while it was idle.
    void add(transport::written_request request, bool repeatable, answered then);
    /// Forgets the requests that wait and ends those under way. The queue takes no more after that.
    void cancel();

private:
    struct call {
        transport::written_request request;
        bool repeatable;
        answered then;
    };

    static asio::awaitable<bool> work(std::shared_ptr<call_queue> self);
    asio::awaitable<void> make(call next);

    std::shared_ptr<transport::runtime> runtime_;
    std::shared_ptr<const settings> settings_;
    std::shared_ptr<http_pool> pool_;
    std::deque<call> waiting_;
    std::list<std::weak_ptr<transport::cancellable_task<bool>>> workers_;
    std::size_t working_ = 0;
    bool cancelled_ = false;
};

} // namespace corogql::engine
