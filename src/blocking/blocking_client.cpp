#include <corogql/blocking_client.hpp>
#include <corogql/detail/guest.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <vector>

namespace corogql {

namespace {

// Futures are kept on the loop, too: use_future alone would ask for Asio's own threads, which a child of fork() lacks.
// The engine's executor is one thread's already: no strand is needed, and calls come in by post.
client_options for_loop(client_options options) {
    return std::move(options.single_threaded(true).streams_on_any_thread(true));
}

/// Completes a future that may outlive the loop: when the loop goes first, this handler is destroyed unused, and the
/// future fails with gone().
class response_promise {
public:
    response_promise() : promise_(std::make_unique<std::promise<response>>()) {}
    response_promise(response_promise&&) noexcept = default;
    ~response_promise() {
        if (promise_) promise_->set_exception(detail::gone());
    }

    std::future<response> future() { return promise_->get_future(); }
    void operator()(const std::exception_ptr& failure, response answer) {
        const auto kept = std::move(promise_);
        if (failure)
            kept->set_exception(failure);
        else
            kept->set_value(std::move(answer));
    }

private:
    std::unique_ptr<std::promise<response>> promise_;
};

} // namespace

blocking_client::blocking_client(client_options options, std::shared_ptr<event_loop> loop)
    : loop_(loop ? std::move(loop) : std::make_shared<event_loop>()),
      client_(loop_->executor(), for_loop(std::move(options))) {}

blocking_client::~blocking_client() {
    if (loop_->forked()) { // nobody here can do anything about it
        static auto& left = *new std::vector<client>;
        left.push_back(std::move(client_));
        return;
    }
    if (loop_->running_in_this_thread()) return; // the client's destructor closes it in the background
    try {
        close();
    } catch (const std::exception&) {
        // Nothing to be told here.
    }
}

response blocking_client::execute(request operation) {
    loop_->check_wait();
    return client_.async_execute(std::move(operation), asio::bind_executor(loop_->executor(), asio::use_future)).get();
}

response blocking_client::execute(request operation, std::chrono::nanoseconds timeout) {
    return execute(std::move(operation.timeout(timeout)));
}

pending<response> blocking_client::start(request operation) {
    const auto signal = std::make_shared<asio::cancellation_signal>();
    response_promise promise;
    auto future = promise.future();
    client_.async_execute(
        std::move(operation),
        asio::bind_executor(loop_->executor(), asio::bind_cancellation_slot(signal->slot(), std::move(promise))));
    // The slot's handler only posts to the loop, so it may be called on the caller's thread.
    return pending<response>(std::move(future), [signal] { signal->emit(asio::cancellation_type::terminal); });
}

blocking_subscription blocking_client::subscribe(request operation, subscribe_options options) {
    return blocking_subscription(client_.subscribe(std::move(operation), std::move(options)), loop_);
}

blocking_pages blocking_client::paginate(request operation, page_options options) {
    return blocking_pages(client_.paginate(std::move(operation), std::move(options)), loop_);
}

void blocking_client::close() {
    loop_->check_wait();
    client_.async_close(asio::bind_executor(loop_->executor(), asio::use_future)).get();
}

} // namespace corogql
