#include "testing/server/http_session.hpp"

#include "testing/server/graphql_over_http.hpp"
#include "testing/server/streamed_subscription.hpp"
#include "testing/server/websocket_handshake.hpp"
#include "testing/server/websocket_session.hpp"

#include <corogql/error.hpp>

namespace corogql::testing {

namespace {

/// The bytes that have been read and not used.
struct inbox {
    inbox() : bytes(64 * 1024) {}

    std::vector<std::byte> bytes;
    std::span<const std::byte> unread;
};

/// Reads a request. Returns false at the end of the connection. Throws corogql::error when it is not HTTP.
asio::awaitable<bool> read_request(connection& link, inbox& in, transport::http_request_parser& parser) {
    parser.reset();
    for (;;) {
        if (!in.unread.empty()) in.unread = in.unread.subspan(parser.put(in.unread));
        if (parser.done()) co_return true;
        const auto buffer = asio::buffer(in.bytes);
        const auto size = co_await link.read(buffer);
        if (size == 0) co_return false;
        in.unread = std::span<const std::byte>(in.bytes.data(), size);
    }
}

void note_request(recorder& records, const transport::http_request_message& request) {
    records.note([&](server_record& record) {
        ++record.requests;
        record.last_target = request.target;
        record.last_body = request.body;
        record.last_headers.clear();
        for (const auto [name, value] : request.headers) record.last_headers.emplace_back(name, value);
        record.seen.push_back({request.method, request.target, record.last_headers, request.body});
        if (record.seen.size() > 32) record.seen.pop_front();
    });
}

http_reply ordered_reply(const fault_order& order) {
    http_reply reply(order.status, order.text);
    reply.headers = order.headers;
    const bool json = !order.text.empty() && (order.text.front() == '{' || order.text.front() == '[');
    if (!order.text.empty() && !reply.has_header("Content-Type"))
        reply.header("Content-Type", json ? "application/json" : "text/html; charset=utf-8");
    return reply;
}

asio::awaitable<void> send_reply(connection& link, const http_reply& reply, bool keep_alive) {
    const auto bytes = head_of(reply, keep_alive) + reply.body;
    co_await link.write(bytes);
}

/// Sends what an order makes of an answer; the connection may be over then.
asio::awaitable<void> obey(connection& link, const fault_order& order, const http_reply& reply, bool keep_alive) {
    co_await link.pause(order.delay);
    if (link.ended()) co_return;
    switch (order.action) {
    case fault::action::raw:
        co_await link.write(order.text);
        co_await link.finish();
        break;
    case fault::action::truncate: {
        const auto bytes = head_of(reply, keep_alive) + reply.body.substr(0, order.bytes);
        co_await link.write(bytes);
        link.end(order.how);
        break;
    }
    case fault::action::drop:
    case fault::action::close: link.end(order.how); break;
    case fault::action::ignore:
    case fault::action::silence:
        co_await link.hold();
        link.end(cut::close);
        break;
    case fault::action::proceed:
    case fault::action::answer: co_await send_reply(link, reply, keep_alive); break;
    }
}

asio::awaitable<void> stream(connection& link, const transport::http_request_message& request,
                             const http_operation& operation, http_reply head) {
    auto owned = link.shared_from_this();
    auto last_event_id = std::string(request.headers.find("Last-Event-ID").value_or(""));
    co_await serve_stream(std::move(owned), *operation.stream, operation.prepared, std::move(head),
                          std::move(last_event_id));
}

asio::awaitable<bool> answer(connection& link, const transport::http_request_message& request) {
    auto& owner = link.owner();
    const bool keep_alive = request.keep_alive;
    const auto operation = read_operation(owner, request);
    const auto fields = operation.refusal ? std::vector<std::string>() : operation.prepared.root_fields();
    const auto order = owner.faults().take(fault::occasion::request, fields);
    const bool streams = operation.stream && !operation.refusal;
    http_reply head;
    if (!order) {
        if (streams) {
            co_await stream(link, request, operation, std::move(head));
            co_return false;
        }
        const auto reply = answer_operation(owner, operation);
        co_await send_reply(link, reply, keep_alive);
        co_return keep_alive;
    }
    const bool replaced = order->action != fault::action::proceed && order->action != fault::action::truncate;
    // An answer that is only late is computed late, so that a drop meanwhile leaves nothing executed.
    if (!order->after_execution) co_await link.pause(order->delay);
    if (link.ended()) co_return false;
    if (streams && !replaced) {
        head.headers = order->headers;
        co_await stream(link, request, operation, std::move(head));
        co_return false;
    }
    http_reply reply;
    if (!streams && (!replaced || order->after_execution)) reply = answer_operation(owner, operation);
    if (replaced)
        reply = ordered_reply(*order);
    else
        reply.headers.insert(reply.headers.end(), order->headers.begin(), order->headers.end());
    auto rest = *order;
    if (!order->after_execution) rest.delay = std::chrono::milliseconds(0);
    co_await obey(link, rest, reply, keep_alive);
    co_return keep_alive && !link.ended();
}

asio::awaitable<void> upgrade(std::shared_ptr<connection> link, const transport::http_request_message& request,
                              std::string early) {
    auto& owner = link->owner();
    auto handshake = accept_websocket(request, owner.settings().subprotocols);
    const auto order = owner.faults().take(fault::occasion::upgrade);
    auto& reply = handshake.reply;
    if (order && order->action == fault::action::answer)
        reply = ordered_reply(*order);
    else if (order)
        reply.headers.insert(reply.headers.end(), order->headers.begin(), order->headers.end());
    const fault_order obeyed = order.value_or(fault_order());
    co_await obey(*link, obeyed, reply, false);
    if (link->ended()) co_return;
    if (reply.status != 101) {
        co_await link->finish();
        co_return;
    }
    owner.records().note([](server_record& record) { ++record.websockets_opened; });
    const auto authorization = std::string(request.headers.find("Authorization").value_or(""));
    const auto session = std::make_shared<websocket_session>(link, handshake.subprotocol, authorization);
    co_await serve_websocket(session, std::move(early));
}

} // namespace

asio::awaitable<void> serve_http(std::shared_ptr<connection> link) {
    transport::http_limits limits;
    limits.body = link->owner().settings().max_size;
    transport::http_request_parser parser(limits);
    inbox in;
    std::optional<http_reply> refusal;
    for (bool goes_on = true; goes_on && !refusal;) {
        try {
            goes_on = co_await read_request(*link, in, parser);
        } catch (const error& problem) {
            refusal = error_reply(problem.kind() == error_kind::limit ? 413 : 400, problem.what());
        }
        if (!goes_on || refusal) break;
        auto& request = parser.message();
        note_request(link->owner().records(), request);
        if (request.upgrade && path_of(request.target) == "/graphql") {
            std::string early(reinterpret_cast<const char*>(in.unread.data()), in.unread.size());
            co_await upgrade(link, request, std::move(early));
            co_return;
        }
        goes_on = co_await answer(*link, request);
    }
    if (refusal) co_await send_reply(*link, *refusal, false);
    co_await link->finish();
}

} // namespace corogql::testing
