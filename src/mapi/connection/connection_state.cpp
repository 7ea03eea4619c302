#include "mapi/connection/connection_state.hpp"

#include "client/executor_hop.hpp"
#include "protocol/http/url.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/use_future.hpp>

#include <thread>

namespace corogql::mapi::detail {

namespace {

std::string choose_endpoint(const connection_options& options) {
    if (!options.endpoint().empty()) return options.endpoint();
    if (auto url = options.variables()("MOSAICML_API_ENDPOINT"); url && !url->empty()) return *url;
    return std::string(default_endpoint(current_mode(options.variables())));
}

/// Returns what a request is sent with, and a websocket. MAPI takes its header fields in connection_init, not in the
/// upgrade's header alone.
credentials all_headers(const authorization& from, const std::string& version) {
    credentials given;
    given.authorization(from.header());
    given.header("x-mosaicml-client", "mcli").header("x-mosaicml-client-version", version);
    given.connection_init("Content-Type", "application/json");
    given.connection_init("x-mosaicml-client", "mcli");
    given.connection_init("x-mosaicml-client-version", json::string(version));
    return given;
}

} // namespace

connection_state::connection_state(connection_options options)
    : options_(std::move(options)), endpoint_(choose_endpoint(options_)),
      shown_endpoint_(protocol::parse_url(endpoint_).display()),
      loop_(options_.loop() ? options_.loop() : std::make_shared<event_loop>()),
      authorization_(std::make_shared<authorization>(options_.api_key(), options_.variables())),
      client_(std::make_unique<client>(loop_->executor(), general_options())) {}

std::shared_ptr<connection_state> connection_state::make(connection_options options) {
    const auto destroy = [](connection_state* state) {
        if (!state->loop_->running_in_this_thread()) {
            delete state;
            return;
        }
        // The last handle went on the loop's own thread, which cannot join itself.
        std::thread([state] { delete state; }).detach();
    };
    return {new connection_state(std::move(options)), destroy};
}

connection_state::~connection_state() {
    try {
        close();
    } catch (const std::exception&) {
        // Nothing to be told here.
    }
}

client_options connection_state::general_options() const {
    client_options general(endpoint_);
    general.single_threaded(true).streams_on_any_thread(true).attempt_timeout(options_.attempt_timeout());
    general.reconnect(options_.reconnect());
    general.retry(retry_options().retries(0)); // each request brings its own rules, and its deadline
    general.credentials(
        [from = authorization_, version = options_.client_version()](bool) { return all_headers(*from, version); });
    general.http(http_options().max_connections(options_.concurrency()).max_waiting(1'000'000));
    websocket_options websocket;
    websocket.ack_timeout(connect_timeout());
    // As the original offers them, and takes a server that names neither.
    websocket.protocol(websocket_protocol::prefer_graphql_ws).allow_missing_subprotocol(true);
    general.websocket(websocket);
    if (options_.log()) general.log(options_.log());
    if (options_.adjust()) options_.adjust()(general);
    return general;
}

client_options connection_state::plain_options(std::string url) const {
    client_options general(std::move(url));
    if (options_.log()) general.log(options_.log());
    if (options_.adjust()) options_.adjust()(general);
    return std::move(general.headers({}).unix_socket({}));
}

std::chrono::nanoseconds connection_state::connect_timeout() const {
    if (options_.connect_timeout() && !options_.environment_timeout_wins()) return *options_.connect_timeout();
    return *get_timeout(options_.variables(), options_.connect_timeout().value_or(std::chrono::seconds(10)));
}

thread_pool& connection_state::pool() {
    std::call_once(pool_made_, [this] {
        pool_ = options_.own_pool() ? std::make_shared<thread_pool>(options_.concurrency(), "mosaicml-api")
                                    : thread_pool::shared();
    });
    return *pool_;
}

void connection_state::close() {
    auto& sigterm = sigterm_registry::instance();
    if (!loop_->running_in_this_thread()) {
        sigterm.await_owned(this);
        client_->async_close(asio::bind_executor(loop_->executor(), asio::use_future)).get();
    } else if (sigterm.drain_end()) {
        // The loop must go on meanwhile. A state that is being destroyed has no work left to protect.
        if (const auto self = weak_from_this().lock()) std::thread([self] { self->close(); }).detach();
    } else {
        client_->async_close([](std::exception_ptr) {});
    }
}

} // namespace corogql::mapi::detail
