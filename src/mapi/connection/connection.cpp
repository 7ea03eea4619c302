#include <corogql/mapi/connection.hpp>

#include "mapi/connection/connection_state.hpp"
#include "mapi/connection/default_connection.hpp"
#include "mapi/connection/error_mapping.hpp"

#include <boost/asio/use_awaitable.hpp>

namespace corogql::mapi {

std::shared_ptr<detail::connection_state> detail::state_of(const connection& of) { return of.state_; }

namespace {

asio::awaitable<void> connect(std::shared_ptr<detail::connection_state> state) {
    state->check_authorization();
    std::exception_ptr failure;
    try {
        co_await state->api().async_connect(asio::use_awaitable);
    } catch (const error& known) {
        failure = detail::to_exception(known, state->shown_endpoint());
    }
    if (failure) std::rethrow_exception(failure);
}

} // namespace

connection::connection(connection_options options) : state_(detail::connection_state::make(std::move(options))) {}

connection connection::current() { return connection(detail::default_connection::instance().current()); }
void connection::reset() { detail::default_connection::instance().reset(); }

const std::string& connection::endpoint() const noexcept { return state_->endpoint(); }
const std::shared_ptr<event_loop>& connection::loop() const noexcept { return state_->loop(); }
asio::any_io_executor connection::executor() const { return state_->loop()->executor(); }
bool connection::connected() const { return state_->api().connected(); }
asio::awaitable<void> connection::create_websocket_connection() { return connect(state_); }
void connection::close() { state_->close(); }

struct connection::scope::entry {
    explicit entry(connection connection)
        : use(std::move(connection)), place(detail::default_connection::instance().push(use.state_)) {}
    ~entry() { detail::default_connection::instance().pop(place); }

    connection use;
    detail::default_connection::place place;
};

connection::scope::scope(connection use) : entry_(std::make_unique<entry>(std::move(use))) {}

connection::scope::~scope() {
    auto ended = std::move(entry_->use);
    entry_.reset();
    try {
        ended.close();
    } catch (const std::exception&) {
        // Its loop is gone, and with it all there was to close.
    }
}

connection& connection::scope::operator*() noexcept { return entry_->use; }
connection* connection::scope::operator->() noexcept { return &entry_->use; }

} // namespace corogql::mapi
