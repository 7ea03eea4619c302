#include <corogql/testing/server.hpp>

#include "testing/graphql/plain_schema.hpp"
#include "testing/server/listener.hpp"

#include <corogql/error.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <thread>

namespace corogql::testing {

struct server::state {
    state(served_schema schema, service_settings settings, listener_settings where)
        : sdl(schema.sdl()), work(asio::make_work_guard(io)), clock(transport::make_asio_runtime(io.get_executor())),
          world(service::make(std::move(schema), std::move(settings), clock)),
          door(std::make_shared<listener>(world, std::move(where))) {
        door->open();
        thread = std::thread([this] { io.run(); });
    }

    /// Runs a function on the server's thread and waits for the result.
    template <class Function>
    auto on_loop(Function function) {
        std::packaged_task<decltype(function())()> task(std::move(function));
        auto result = task.get_future();
        asio::post(io, [&task] { task(); });
        return result.get();
    }

    ~state() {
        on_loop([this] {
            door->close();
            world->end_all(cut::close);
            io.stop();
        });
        thread.join();
        // What was cut just now comes to its end here; it cannot wait for anything, its streams being closed.
        io.restart();
        while (io.poll() > 0) {
        }
    }

    const std::string sdl;
    asio::io_context io{1};
    asio::executor_work_guard<asio::io_context::executor_type> work;
    std::shared_ptr<transport::runtime> clock;
    std::shared_ptr<service> world;
    std::shared_ptr<listener> door;
    std::thread thread;
};

server::server(const server_options& options) {
    if (!options.client_ca_.empty() && options.certificate_file_.empty())
        throw error(error_kind::config, "client_ca() needs tls()");
    service_settings settings;
    settings.api_key = options.api_key_;
    settings.subprotocols = options.subprotocols_;
    settings.init_timeout = options.init_timeout_;
    settings.keep_alive = options.keep_alive_;
    settings.max_size = options.max_size_;
    settings.chores = options.chores_;
    listener_settings where;
    where.address = options.address_;
    where.port = options.port_;
    where.unix_socket = options.unix_socket_;
    if (!options.certificate_file_.empty())
        where.tls =
            transport::tls_context::for_server(options.certificate_file_, options.key_file_, options.client_ca_);
    state_ = std::make_unique<state>(options.schema_ ? *options.schema_ : plain_schema(), std::move(settings),
                                     std::move(where));
}

server::~server() = default;

std::uint16_t server::port() const noexcept { return state_->door->port(); }
std::string server::url() const { return state_->door->url("http"); }
std::string server::websocket_url() const { return state_->door->url("ws"); }
const std::string& server::schema() const noexcept { return state_->sdl; }

void server::inject(const fault& order) { state_->world->faults().add(order); }
void server::clear_faults() { state_->world->faults().clear(); }

void server::drop_connections(cut how) {
    state_->on_loop([&] { state_->world->end_all(how); });
}

void server::close_websockets(std::uint16_t code, std::string reason) {
    state_->on_loop([&] { state_->world->close_websockets(code, reason); });
}

void server::send_text(std::string message) {
    state_->on_loop([&] { state_->world->send_to_websockets(message, false); });
}

void server::send_binary(std::string message) {
    state_->on_loop([&] { state_->world->send_to_websockets(message, true); });
}

void server::stop_listening() {
    state_->on_loop([&] { state_->door->close(); });
}

void server::resume_listening() {
    state_->on_loop([&] { state_->door->open(); });
}

void server::api_key(std::string value) {
    state_->on_loop([&] { state_->world->api_key(std::move(value)); });
}

void server::run(std::function<void()> function) { state_->on_loop(std::move(function)); }

server_record server::record() const { return state_->world->records().get(); }

bool server::wait_until(const std::function<bool(const server_record&)>& predicate,
                        std::chrono::milliseconds timeout) const {
    return state_->world->records().wait_until(predicate, timeout);
}

} // namespace corogql::testing
