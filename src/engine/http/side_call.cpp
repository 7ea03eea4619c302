#include "engine/http/side_call.hpp"

#include "engine/http/incoming_body.hpp"
#include "protocol/retry/attempts.hpp"

namespace corogql::engine {

asio::awaitable<void> send_request(http_connection& connection, const transport::written_request& request,
                                   transport::runtime::time_point until) {
    try {
        connection.begin(request, until);
        if (connection.sends_beside())
            connection.send_beside();
        else if (!connection.sent())
            co_await connection.send();
    } catch (...) {
        connection.fail(std::current_exception());
    }
}

asio::awaitable<void> read_more(http_connection& connection) {
    try {
        const std::size_t size = co_await connection.read();
        connection.take(size);
    } catch (...) {
        connection.fail(std::current_exception());
    }
}

asio::awaitable<detail::http_response> side_call(http_pool& pool, const settings& settings,
                                                 transport::written_request request, bool repeatable,
                                                 transport::runtime::time_point until) {
    static const auto no_retries = retry_options().retries(0);
    const auto operation = corogql::request().idempotent(repeatable);
    protocol::retry_budget budget(no_retries);
    protocol::attempts attempts(operation, no_retries, budget, protocol::operation_kind::unknown);
    for (;;) {
        attempts.begin({}); // the limits are the caller's
        auto lease = pool.try_acquire(attempts.fresh_connection(), http_connection::look::always);
        if (!lease) lease.emplace(co_await pool.acquire(until, attempts.fresh_connection()));
        auto& connection = **lease;
        const bool used_before = connection.served() > 0;
        try {
            co_await send_request(connection, request, until);
            while (!connection.answered()) co_await read_more(connection);
        } catch (const error& failure) {
            protocol::outcome came(failure);
            came.used_before = used_before;
            if (attempts.after(came, {}).what == protocol::step::action::end) throw;
            continue;
        }
        incoming_body body(settings);
        body.finish(connection.answer());
        co_return std::move(connection.answer());
    }
}

} // namespace corogql::engine
