#include "engine/subscriptions/upgrade.hpp"

#include "engine/http/incoming_body.hpp"
#include "protocol/graphql/error_payload.hpp"
#include "protocol/http/header_rules.hpp"
#include "protocol/http/redirect.hpp"
#include "protocol/http/response.hpp"
#include "transport/http/exchange.hpp"
#include "transport/time_limit.hpp"
#include "transport/tls/hash.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/text/limit_words.hpp"

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <array>
#include <cstring>

namespace corogql::engine {

namespace {

detailed_error upgrade_failed(error_kind kind, std::string_view message) {
    return detailed_error(kind, message).phase(error_phase::upgrade);
}

std::string make_key(transport::runtime& runtime) {
    const std::array<std::uint64_t, 2> nonce{runtime.random(), runtime.random()};
    char bytes[16];
    std::memcpy(bytes, nonce.data(), sizeof bytes);
    return transport::base64(std::string_view(bytes, sizeof bytes));
}

std::string names_of(const std::vector<const protocol::websocket_dialect*>& offered) {
    std::string names;
    for (const auto* each : offered) names.append(names.empty() ? "" : ", ").append(each->name);
    return names;
}

headers upgrade_fields(const settings& settings, const headers& credentials, std::string_view key,
                       const std::vector<const protocol::websocket_dialect*>& offered) {
    headers fields{{"Sec-WebSocket-Version", "13"},
                   {"Sec-WebSocket-Key", std::string(key)},
                   {"Sec-WebSocket-Protocol", names_of(offered)}};
    protocol::merge_headers(fields, settings.websocket_common);
    protocol::merge_headers(fields, credentials);
    return fields;
}

transport::http_request ask_upgrade(const protocol::url& url, const headers& fields) {
    return {
        .method = "GET", .target = url.target, .authority = url.authority, .fields = &fields, .upgrade = "websocket"};
}

/// Returns the GraphQL errors that a server answered in the upgrade's place.
std::vector<graphql_error> errors_of(detail::http_response& answer, const protocol::rate_limit& limit,
                                     const settings& settings) {
    const protocol::response_rules rules{settings.options.max_depth(), settings.options.http().lenient(), {}};
    const auto judged = protocol::read_response(answer, limit, rules);
    return judged ? judged->errors() : judged.error().errors();
}

[[noreturn]] void refuse(detail::http_response& answer, const settings& settings, transport::runtime& runtime) {
    try {
        incoming_body(settings).finish(answer);
    } catch (const error&) {
        answer.body.clear(); // the status is the answer
    }
    const std::string excerpt = answer.body;
    const auto limit = protocol::read_rate_limit(answer, runtime.calendar_now());
    const bool credentials = protocol::refuses_credentials(answer.status, limit);
    std::string message = "the websocket upgrade was answered with HTTP " + std::to_string(answer.status);
    if (!answer.reason.empty()) message += " " + answer.reason;
    if (const auto location = answer.known.location; location && answer.status / 100 == 3)
        message += ", a redirect to " + protocol::showable_location(*location) + ", which is not followed";
    const auto errors = errors_of(answer, limit, settings);
    const auto said =
        errors.empty() ? protocol::find_message(excerpt, settings.options.max_depth()) : errors.front().message;
    if (!said.empty()) message += ": " + said;
    auto failure = upgrade_failed(credentials ? error_kind::credentials : error_kind::http, message);
    failure.http_status(answer.status).headers(answer.headers.copy()).body_excerpt(excerpt);
    failure.errors(errors);
    if (limit.retry_after) failure.retry_after(*limit.retry_after);
    throw failure;
}

const protocol::websocket_dialect* check(const detail::http_response& answer, std::string_view key,
                                         const std::vector<const protocol::websocket_dialect*>& offered,
                                         bool allow_missing) {
    const auto& fields = answer.headers;
    if (!fields.has_token("Upgrade", "websocket") || !fields.has_token("Connection", "upgrade"))
        throw upgrade_failed(error_kind::protocol, "the server's 101 does not switch to a websocket");
    const auto accept = transport::sha1_base64(std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    if (fields.find("Sec-WebSocket-Accept") != std::string_view(accept))
        throw upgrade_failed(error_kind::protocol, "the server's Sec-WebSocket-Accept does not fit our key");
    if (const auto extensions = fields.find("Sec-WebSocket-Extensions"); extensions && !extensions->empty())
        throw upgrade_failed(error_kind::protocol, "the server chose a websocket extension that was not offered");
    const auto name = fields.find("Sec-WebSocket-Protocol");
    if (!name) {
        if (allow_missing) return offered.front();
        throw upgrade_failed(error_kind::protocol,
                             "the server chose no subprotocol: it speaks none of those offered, " + names_of(offered) +
                                 " (option allow_missing_subprotocol goes on all the same)");
    }
    const auto chosen =
        std::find_if(offered.begin(), offered.end(), [&](const auto* each) { return each->name == name; });
    if (chosen == offered.end())
        throw upgrade_failed(error_kind::protocol, "the server chose the subprotocol \"" +
                                                       std::string(name->substr(0, 60)) + "\", which was not offered");
    return *chosen;
}

/// Sends the rest of the request, and reads the answer.
asio::awaitable<void> finish_upgrade(transport::http_exchange& exchange) {
    if (!exchange.sent()) co_await exchange.send();
    while (!exchange.answered()) {
        const std::size_t size = co_await exchange.read();
        if (size == 0 && !exchange.has_head())
            throw upgrade_failed(error_kind::lost, "the server closed the connection during the websocket upgrade");
        exchange.take(size);
    }
}

} // namespace

asio::awaitable<upgraded> upgrade(transport::runtime& runtime, const settings& settings,
                                  std::unique_ptr<transport::byte_stream> stream, const headers& credentials,
                                  std::vector<const protocol::websocket_dialect*> offered,
                                  transport::runtime::time_point until) {
    const auto key = make_key(runtime);
    const auto fields = upgrade_fields(settings, credentials, key, offered);
    auto limits = settings.http_limits();
    limits.body = 64 * 1024; // of a refusal, which is only quoted
    transport::http_exchange exchange(*stream, limits);
    const transport::time_limit limit(runtime, until, [&line = *stream] { line.close(); });
    std::optional<error> failure;
    try {
        exchange.begin(ask_upgrade(settings.websocket_url, fields));
        co_await finish_upgrade(exchange);
    } catch (const boost::system::system_error& cut) {
        if (cut.code() == asio::error::operation_aborted && !limit.passed()) throw;
        failure = upgrade_failed(error_kind::lost,
                                 "the connection was lost during the websocket upgrade: " + cut.code().message());
    } catch (error& known) {
        failure = detailed_error(known).phase(error_phase::upgrade);
    }
    if (limit.passed())
        throw upgrade_failed(error_kind::timeout,
                             "timed out waiting for the websocket upgrade of " +
                                 transport::peer_name(settings.websocket_endpoint) +
                                 detail::limit_words("connect_timeout", settings.options.connect_timeout()));
    if (failure) throw detailed_error(*failure).possibly_executed(false);
    if (exchange.answer().status != 101) refuse(exchange.answer(), settings, runtime);
    upgraded result;
    result.dialect = check(exchange.answer(), key, offered, settings.options.websocket().allow_missing_subprotocol());
    result.early = exchange.behind();
    result.stream = std::move(stream);
    co_return result;
}

} // namespace corogql::engine
