#include "engine/shared/option_rules.hpp"

#include <corogql/error.hpp>

#include <cmath>
#include <string>

namespace corogql::engine {

namespace {

[[noreturn]] void refuse(std::string_view option, std::string_view why) {
    throw error(error_kind::usage, "option " + std::string(option) + " " + std::string(why));
}

void not_negative(std::string_view option, std::chrono::nanoseconds time) {
    if (time.count() < 0) refuse(option, "is a negative duration");
}

void not_zero(std::string_view option, std::size_t limit, std::string_view consequence) {
    if (limit == 0) refuse(option, "is 0: " + std::string(consequence));
}

void check_backoff(const std::string& prefix, const backoff_options& options) {
    if (options.retries() < backoff_options::unlimited) refuse(prefix + "retries", "is negative, and not `unlimited`");
    not_negative(prefix + "initial", options.initial());
    not_negative(prefix + "max", options.max());
    not_negative(prefix + "retry_after_max", options.retry_after_max());
}

void check_retries(const retry_options& options) {
    check_backoff("retry ", options.backoff());
    const bool limited = !(options.budget_ratio() < 0);
    if (std::isnan(options.budget_ratio()) || (limited && !(options.budget_per_second() >= 0)))
        refuse("retry budget", "is no number, or negative");
}

void check_http(const http_options& options) {
    not_zero("http max_connections", options.max_connections(), "no request could ever be sent");
    not_zero("http max_header_size", options.max_header_size(), "no answer could be read");
    not_zero("http batch", options.max_batch(), "no operation could go with others, or alone");
    not_negative("http idle_timeout", options.idle_timeout());
    not_negative("http batch", options.batch_window());
}

void check_websocket(const websocket_options& options) {
    not_negative("websocket ack_timeout", options.ack_timeout());
    not_negative("websocket ping_interval", options.ping_interval());
    not_negative("websocket pong_timeout", options.pong_timeout());
    if (options.keep_alive_timeout()) not_negative("websocket keep_alive_timeout", *options.keep_alive_timeout());
    not_negative("websocket write_timeout", options.write_timeout());
    not_negative("websocket idle_timeout", options.idle_timeout());
    not_negative("websocket close_timeout", options.close_timeout());
}

} // namespace

void check_numbers(const client_options& options) {
    not_negative("timeout", options.timeout());
    not_negative("connect_timeout", options.connect_timeout());
    not_negative("attempt_timeout", options.attempt_timeout());
    not_negative("address_head_start", options.address_head_start());
    not_zero("max_message_size", options.max_message_size(), "no answer could be read");
    not_zero("max_depth", options.max_depth(), "no answer could be read");
    check_retries(options.retry());
    check_backoff("reconnect ", options.reconnect());
    if (options.silence_timeout()) not_negative("silence_timeout", *options.silence_timeout());
    check_http(options.http());
    check_websocket(options.websocket());
}

void check_numbers(const subscribe_options& options) {
    not_zero("buffer", options.buffer(), "no event could be delivered");
    not_zero("buffer_bytes", options.buffer_bytes(), "no event could be delivered");
    not_negative("stall_timeout", options.stall_timeout());
    not_negative("first_event_timeout", options.first_event_timeout());
}

void check_numbers(const request& operation) {
    if (operation.timeout()) not_negative("timeout of the request", *operation.timeout());
}

} // namespace corogql::engine
