#include <corogql/client.hpp>

#include "client/executor_hop.hpp"
#include "engine/client_engine.hpp"
#include "engine/page_source.hpp"
#include "transport/asio/runtime_source.hpp"
#include "transport/kept.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace corogql {

namespace detail {

/// Finds a client's engine, which belongs to its execution context and goes with it; the client may live longer.
class client_place {
public:
    explicit client_place(const std::shared_ptr<engine::client_engine>& made)
        : engine_(asio::query(made->executor(), asio::execution::context), made),
          home_(&asio::query(made->executor(), asio::execution::context)),
          single_threaded_(made->settings().options.single_threaded()) {}

    std::shared_ptr<engine::client_engine> find() const noexcept { return engine_.get(); }
    bool single_threaded() const noexcept { return single_threaded_; }
    /// Says whether the executor is of the engine's own context, which then cannot go during the call.
    bool is_home(const asio::any_io_executor& executor) const {
        return &asio::query(executor, asio::execution::context) == home_;
    }
    template <class Function>
    void visit(const Function& function) const {
        engine_.visit(function);
    }

    void shut_down() const {
        visit([](const std::shared_ptr<engine::client_engine>& alive) {
            asio::post(alive->executor(), [alive] { alive->shut_down(); });
        });
    }

private:
    const transport::kept<engine::client_engine> engine_;
    const asio::execution_context* const home_;
    const bool single_threaded_;
};

namespace {

error engine_gone() {
    return error(error_kind::usage, "the client was moved from, or its execution context destroyed");
}

std::shared_ptr<engine::client_engine> find_engine(const std::shared_ptr<client_place>& place) {
    auto found = place ? place->find() : nullptr;
    if (!found) throw engine_gone();
    return found;
}

/// An any_io_executor has room for a strand of an io_context's own executor, and none for one of an any_io_executor, of
/// which each copy would allocate.
asio::any_io_executor strand_of(const asio::any_io_executor& executor) {
    if (const auto* const plain = executor.target<asio::io_context::executor_type>()) return asio::make_strand(*plain);
    return asio::make_strand(executor);
}

asio::awaitable<response> execute_from_here(std::shared_ptr<client_place> place, request operation) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    if (place && place->is_home(here)) {
        auto engine = find_engine(place);
        if (here == engine->executor()) co_return co_await execute(std::move(engine), std::move(operation));
        // Who cannot be cancelled, and whose context cannot go before the engine's, needs nothing but Asio.
        if (!(co_await asio::this_coro::cancellation_state).slot().is_connected()) {
            const asio::any_io_executor there = engine->executor();
            // What is called makes the coroutine of things of the engine's, and so is called there; this one waits.
            auto work = [&engine, &operation] { return execute(std::move(engine), std::move(operation)); };
            std::exception_ptr failure;
            try {
                co_return co_await asio::co_spawn(there, std::move(work), asio::use_awaitable);
            } catch (...) {
                failure = without_place(std::current_exception());
            }
            std::rethrow_exception(std::move(failure));
        }
    }
    auto initiate = [here](response_handler handler, std::shared_ptr<client_place> on, std::unique_ptr<request> what) {
        start_execute(std::move(on), std::move(what), here, std::move(handler));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, response)>(
        std::move(initiate), asio::use_awaitable, std::move(place), std::make_unique<request>(std::move(operation)));
}

/// Connects the engine's websocket. What changes the whole client is posted and never happens within the call, which
/// may be made by a function of the user's that the engine has called in the midst of its work.
asio::awaitable<void> connect_engine(std::shared_ptr<engine::client_engine> engine) {
    co_await asio::post(engine->executor(), asio::use_awaitable);
    co_await engine->connect();
}

asio::awaitable<void> warm_engine_up(std::shared_ptr<engine::client_engine> engine, std::size_t connections) {
    co_await asio::post(engine->executor(), asio::use_awaitable);
    co_await engine->warm_up(connections);
}

asio::awaitable<void> close_engine(std::shared_ptr<engine::client_engine> engine, std::chrono::nanoseconds drain) {
    co_await asio::post(engine->executor(), asio::use_awaitable);
    co_await engine->close(drain);
}

/// Awaits `start`, which is start_connect(), start_warm_up() or start_close(), on the caller's executor.
template <class Start, class... Arguments>
asio::awaitable<void> from_here(std::shared_ptr<client_place> place, Start start, Arguments... arguments) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    auto initiate = [here, start, arguments...](close_handler handler, std::shared_ptr<client_place> on) {
        start(std::move(on), here, std::move(handler), arguments...);
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
        std::move(initiate), asio::use_awaitable, std::move(place));
}

/// Starts the work that `make(engine)` returns, on the engine's executor; the handler is called on the executor `on`.
template <class Make, class... Results>
void start(const std::shared_ptr<client_place>& place, const asio::any_io_executor& on, Make make,
           result_handler<Results...> handler) {
    bool begun = false;
    const auto begin = [&](const std::shared_ptr<engine::client_engine>& found) {
        begun = true;
        auto work = [found, make = std::move(make)]() mutable { return make(std::move(found)); };
        cross(found->executor(), on, std::move(work), std::move(handler));
    };
    if (place && place->is_home(on)) {
        if (const auto found = place->find()) begin(found);
    } else if (place) {
        place->visit([&](const std::shared_ptr<engine::client_engine>& found) {
            if (found) begin(found);
        });
    }
    if (begun) return;
    asio::post(on, [handler = std::move(handler)]() mutable {
        std::move(handler)(std::make_exception_ptr(engine_gone()), Results()...);
    });
}

} // namespace

std::shared_ptr<client_place> place_of(const client& api) noexcept { return api.place_; }

asio::any_io_executor executor_of(const std::shared_ptr<client_place>& place) {
    const auto engine = place ? place->find() : nullptr;
    return engine ? engine->executor() : asio::any_io_executor(asio::system_executor());
}

void start_execute(std::shared_ptr<client_place> place, std::unique_ptr<request> operation, asio::any_io_executor on,
                   response_handler handler) {
    auto make = [operation = std::move(operation)](std::shared_ptr<engine::client_engine> engine) {
        return execute(std::move(engine), std::move(*operation));
    };
    start(place, on, std::move(make), std::move(handler));
}

void start_connect(std::shared_ptr<client_place> place, asio::any_io_executor on, close_handler handler) {
    start(place, on, &connect_engine, std::move(handler));
}

void start_warm_up(std::shared_ptr<client_place> place, asio::any_io_executor on, close_handler handler,
                   std::size_t connections) {
    auto make = [connections](std::shared_ptr<engine::client_engine> engine) {
        return warm_engine_up(std::move(engine), connections);
    };
    start(place, on, std::move(make), std::move(handler));
}

void start_close(std::shared_ptr<client_place> place, asio::any_io_executor on, close_handler handler,
                 std::chrono::nanoseconds drain) {
    auto make = [drain](std::shared_ptr<engine::client_engine> engine) {
        return close_engine(std::move(engine), drain);
    };
    start(place, on, std::move(make), std::move(handler));
}

} // namespace detail

client::client(asio::any_io_executor executor, client_options options) {
    auto settings = std::make_shared<const engine::settings>(std::move(options));
    if (!settings->options.single_threaded()) executor = detail::strand_of(executor);
    const auto engine =
        std::make_shared<engine::client_engine>(transport::make_runtime(std::move(executor)), std::move(settings));
    place_ = std::make_shared<detail::client_place>(engine);
}

client::~client() {
    if (place_) place_->shut_down();
}

client& client::operator=(client&& other) noexcept {
    if (this == &other) return *this;
    if (place_) place_->shut_down();
    place_ = std::move(other.place_);
    return *this;
}

asio::awaitable<response> client::execute(request operation) {
    // Who has promised one thread is not asked where this is.
    if (place_ && place_->single_threaded()) return engine::execute(detail::find_engine(place_), std::move(operation));
    return detail::execute_from_here(place_, std::move(operation));
}

bool client::connected() const noexcept {
    const auto engine = place_ ? place_->find() : nullptr;
    return engine && engine->connected();
}

void client::retry_now() const {
    if (!place_) return;
    place_->visit([](const std::shared_ptr<engine::client_engine>& alive) {
        asio::post(alive->executor(), [alive] { alive->retry_now(); });
    });
}

client_statistics client::statistics() const { return detail::find_engine(place_)->statistics(); }

subscription client::subscribe(request operation, subscribe_options options) {
    return subscription(detail::find_engine(place_)->subscribe(operation, options));
}

pages client::paginate(request operation, page_options options) {
    return pages(
        std::make_shared<engine::page_source>(detail::find_engine(place_), std::move(operation), std::move(options)));
}

asio::awaitable<void> client::connect() { return detail::from_here(place_, &detail::start_connect); }
asio::awaitable<void> client::warm_up(std::size_t connections) {
    return detail::from_here(place_, &detail::start_warm_up, connections);
}
asio::awaitable<void> client::close() { return close(std::chrono::nanoseconds(0)); }
asio::awaitable<void> client::close(std::chrono::nanoseconds drain) {
    return detail::from_here(place_, &detail::start_close, drain);
}

} // namespace corogql
