#include <corogql/client.hpp>

#include "client/crossing.hpp"
#include "engine/engine.hpp"
#include "engine/page_source.hpp"
#include "transport/runtime_source.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

namespace corogql {

namespace detail {

namespace {

asio::awaitable<void> close_engine(std::shared_ptr<engine> engine, std::chrono::nanoseconds drain) {
    co_await engine->close(drain);
}

asio::awaitable<void> warm_engine_up(std::shared_ptr<engine> engine, std::size_t connections) {
    co_await engine->warm_up(connections);
}

asio::awaitable<response> execute_from_here(std::shared_ptr<engine> engine, std::unique_ptr<request> operation) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    // The common case needs no hop and no second coroutine stack.
    if (here == engine->executor()) co_return co_await execute(std::move(engine), std::move(*operation));
    auto initiate = [here](response_handler handler, std::shared_ptr<detail::engine> on,
                           std::unique_ptr<request> what) {
        start_execute(std::move(on), std::move(what), here, std::move(handler));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, response)>(
        std::move(initiate), asio::use_awaitable, std::move(engine), std::move(operation));
}

asio::awaitable<void> connect_engine(std::shared_ptr<engine> engine) { co_await engine->connect(); }

/// `start`: start_connect(), start_warm_up() or start_close().
template <class Start, class... Arguments>
asio::awaitable<void> from_here(std::shared_ptr<engine> engine, Start start, Arguments... arguments) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    auto initiate = [here, start, arguments...](close_handler handler, std::shared_ptr<detail::engine> on) {
        start(std::move(on), here, std::move(handler), arguments...);
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
        std::move(initiate), asio::use_awaitable, std::move(engine));
}

void shut_down(std::shared_ptr<engine> engine) {
    if (!engine) return;
    const auto executor = engine->executor();
    asio::post(executor, [engine = std::move(engine)] { engine->shut_down(); });
}

} // namespace

asio::any_io_executor executor_of(const std::shared_ptr<engine>& engine) { return engine->executor(); }

void start_execute(std::shared_ptr<engine> engine, std::unique_ptr<request> operation, asio::any_io_executor on,
                   response_handler handler) {
    const auto executor = engine->executor();
    auto work = [engine = std::move(engine), operation = std::move(operation)]() mutable {
        return execute(std::move(engine), std::move(*operation));
    };
    cross(executor, std::move(on), std::move(work), std::move(handler));
}

void start_connect(std::shared_ptr<engine> engine, asio::any_io_executor on, close_handler handler) {
    const auto executor = engine->executor();
    auto work = [engine = std::move(engine)]() mutable { return connect_engine(std::move(engine)); };
    cross(executor, std::move(on), std::move(work), std::move(handler));
}

void start_warm_up(std::shared_ptr<engine> engine, asio::any_io_executor on, close_handler handler,
                   std::size_t connections) {
    const auto executor = engine->executor();
    auto work = [engine = std::move(engine), connections]() mutable {
        return warm_engine_up(std::move(engine), connections);
    };
    cross(executor, std::move(on), std::move(work), std::move(handler));
}

void start_close(std::shared_ptr<engine> engine, asio::any_io_executor on, close_handler handler,
                 std::chrono::nanoseconds drain) {
    const auto executor = engine->executor();
    auto work = [engine = std::move(engine), drain]() mutable { return close_engine(std::move(engine), drain); };
    cross(executor, std::move(on), std::move(work), std::move(handler));
}

} // namespace detail

client::client(asio::any_io_executor executor, client_options options) {
    auto settings = std::make_shared<const detail::settings>(std::move(options));
    if (!settings->options.single_threaded()) executor = asio::make_strand(executor);
    engine_ = std::make_shared<detail::engine>(transport::make_runtime(std::move(executor)), std::move(settings));
}

client::~client() { detail::shut_down(std::move(engine_)); }

client& client::operator=(client&& other) noexcept {
    if (this != &other) detail::shut_down(std::exchange(engine_, std::move(other.engine_)));
    return *this;
}

asio::awaitable<response> client::execute(request operation) {
    // On one thread every executor is as good as the engine's own.
    if (engine_->settings().options.single_threaded()) return detail::execute(engine_, std::move(operation));
    return detail::execute_from_here(engine_, std::make_unique<request>(std::move(operation)));
}

bool client::connected() const noexcept { return engine_->connected(); }

client_statistics client::statistics() const { return engine_->statistics(); }

subscription client::subscribe(request operation, subscribe_options options) {
    return subscription(engine_->subscribe(operation, options));
}

pages client::paginate(request operation, page_options options) {
    return pages(std::make_shared<detail::page_source>(engine_, std::move(operation), std::move(options)));
}

asio::awaitable<void> client::connect() { return detail::from_here(engine_, &detail::start_connect); }
asio::awaitable<void> client::warm_up(std::size_t connections) {
    return detail::from_here(engine_, &detail::start_warm_up, connections);
}
asio::awaitable<void> client::close() { return close(std::chrono::nanoseconds(0)); }
asio::awaitable<void> client::close(std::chrono::nanoseconds drain) {
    return detail::from_here(engine_, &detail::start_close, drain);
}

} // namespace corogql
