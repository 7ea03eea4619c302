#include <corogql/blocking_client.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/use_future.hpp>

namespace corogql {

namespace {

// The engine's executor is one thread's already: no strand is needed, and calls come in by post.
client_options for_loop(client_options options) { return std::move(options.single_threaded(true)); }

} // namespace

blocking_client::blocking_client(client_options options, std::shared_ptr<event_loop> loop)
    : loop_(loop ? std::move(loop) : std::make_shared<event_loop>()),
      client_(loop_->executor(), for_loop(std::move(options))) {}

blocking_client::~blocking_client() {
    if (loop_->running_in_this_thread()) return; // the client's destructor closes it in the background
    try {
        close();
    } catch (const std::exception&) {
        // Nothing to be told here.
    }
}

void blocking_client::refuse_own_thread() const {
    if (loop_->running_in_this_thread())
        throw error(error_kind::usage, "a blocking call on the client's own loop thread would wait for ever");
}

response blocking_client::execute(request operation) {
    refuse_own_thread();
    return client_.async_execute(std::move(operation), asio::use_future).get();
}

response blocking_client::execute(request operation, std::chrono::nanoseconds timeout) {
    return execute(std::move(operation.timeout(timeout)));
}

pending<response> blocking_client::start(request operation) {
    const auto signal = std::make_shared<asio::cancellation_signal>();
    auto future =
        client_.async_execute(std::move(operation), asio::bind_cancellation_slot(signal->slot(), asio::use_future));
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
    refuse_own_thread();
    client_.async_close(asio::use_future).get();
}

} // namespace corogql
