// What the messages of graphql-transport-ws and of the older graphql-ws mean.
#include "testing/graphql/json_member.hpp"
#include "testing/server/websocket_session.hpp"
#include "values/json/builder.hpp"

#include <boost/json/serialize.hpp>

namespace corogql::testing {

namespace {

/// Reads a subscribe's payload; returns nullopt when it has the wrong shape.
std::optional<graphql_request> to_request(const json::object& message) {
    const auto* payload = message.if_contains("payload");
    if (!payload || !payload->is_object()) return std::nullopt;
    const auto& members = payload->get_object();
    const auto* query = members.if_contains("query");
    if (!query || !query->is_string()) return std::nullopt;
    graphql_request request;
    request.query = query->get_string();
    request.operation_name = string_at(members, "operationName");
    if (const auto* variables = members.if_contains("variables"); variables && !variables->is_null()) {
        if (!variables->is_object()) return std::nullopt;
        request.variables = variables->get_object();
    }
    return request;
}

} // namespace

void websocket_session::send_message(std::string_view type, const std::string& id, json::value payload) {
    json::object message;
    if (!id.empty()) message["id"] = id;
    message["type"] = type;
    if (!payload.is_null()) message["payload"] = std::move(payload);
    send(json::serialize(message), false);
}

void websocket_session::send_event(const std::string& id, json::object result) {
    ++events_;
    owner_.records().note([](server_record& record) { ++record.events_sent; });
    send_message(legacy_ ? "data" : "next", id, std::move(result));
}

void websocket_session::send_errors(const std::string& id, const std::vector<graphql_error>& errors) {
    if (legacy_)
        send_message("error", id, to_json(errors.front()));
    else
        send_message("error", id, to_array(errors));
}

void websocket_session::complete(const std::string& id) {
    operations_.erase(id);
    send_message("complete", id, nullptr);
}

void websocket_session::on_message(std::string_view text) {
    std::string problem;
    const auto parsed = detail::parse_json(text, problem);
    const auto* message = parsed ? parsed->if_object() : nullptr;
    const auto* type = message ? message->if_contains("type") : nullptr;
    if (type && type->is_string())
        return legacy_ ? on_legacy(type->get_string(), *message) : on_modern(type->get_string(), *message);
    if (!legacy_) return close(4400, "Invalid message received");
    json::object complaint;
    complaint["message"] = "Invalid message received";
    send_message("connection_error", {}, std::move(complaint));
}

void websocket_session::on_modern(std::string_view type, const json::object& message) {
    const auto* payload = message.if_contains("payload");
    const auto id = string_at(message, "id");
    if (type == "connection_init") {
        if (payload && !payload->is_null() && !payload->is_object()) return close(4400, "Invalid payload");
        if (initialised_) return close(4429, "Too many initialisation requests");
        on_init(message);
    } else if (type == "ping") {
        owner_.records().note([](server_record& record) { ++record.pings; });
        const json::value echoed = payload ? *payload : json::value();
        obey(owner_.faults().take(fault::occasion::ping), {}, [this, echoed] { send_message("pong", {}, echoed); });
    } else if (type == "subscribe") {
        if (!acknowledged_) return close(4401, "Unauthorized");
        if (id.empty()) return close(4400, "Invalid message received");
        if (operations_.contains(id)) return close(4409, "Subscriber for " + id + " already exists");
        on_operation(id, message);
    } else if (type == "complete") {
        operations_.erase(id);
    } else if (type != "pong") {
        close(4400, "Invalid message received");
    }
}

void websocket_session::on_legacy(std::string_view type, const json::object& message) {
    const auto id = string_at(message, "id");
    if (type == "connection_init") {
        on_init(message);
    } else if (type == "start") {
        if (!acknowledged_ && !owner_.settings().api_key.empty()) return refuse_init(true);
        operations_.erase(id); // starting again under the same id replaces
        on_operation(id, message);
    } else if (type == "stop") {
        if (operations_.contains(id)) complete(id);
    } else if (type == "connection_terminate") {
        close(1000, "");
    } else {
        send_errors(id, {graphql_error("Invalid message type!")});
    }
}

void websocket_session::on_init(const json::object& message) {
    initialised_ = true;
    const auto* given = message.if_contains("payload");
    const auto payload = given && given->is_object() ? given->get_object() : json::object();
    owner_.records().note([&](server_record& record) { record.last_init_payload = given ? *given : json::value(); });
    auto authorization = string_at(payload, "Authorization");
    if (authorization.empty()) authorization = string_at(payload, "authorization");
    if (authorization.empty()) authorization = authorization_;
    if (!owner_.admits(authorization)) return refuse_init(authorization.empty());
    const auto order = owner_.faults().take(fault::occasion::init);
    const auto answer = order ? order->ack_payload : std::nullopt;
    obey(order, {}, [this, answer] { acknowledge(answer); });
}

void websocket_session::refuse_init(bool anonymous) {
    if (!legacy_) return close(anonymous ? 4401 : 4403, anonymous ? "Unauthorized" : "Forbidden");
    json::object problem;
    problem["message"] = "Unauthorized";
    problem["extensions"] = {{"code", 401}};
    send_message("connection_error", {}, std::move(problem));
    close(1011, "Unauthorized");
}

void websocket_session::acknowledge(const std::optional<json::object>& payload) {
    acknowledged_ = true;
    owner_.records().note([](server_record& record) { ++record.acknowledged; });
    send_message("connection_ack", {}, payload ? json::value(*payload) : json::value());
    if (owner_.settings().keep_alive.count() > 0) {
        if (legacy_) send_message("ka", {}, nullptr);
        keep_alive();
    }
    obey(owner_.faults().take(fault::occasion::event), {}, [] {});
}

void websocket_session::on_operation(const std::string& id, const json::object& message) {
    const auto request = to_request(message);
    if (!request) {
        if (legacy_) return send_errors(id, {graphql_error("Must provide a query.")});
        return close(4400, "Invalid message received");
    }
    operations_.try_emplace(id);
    start(id, *request);
}

void websocket_session::start(const std::string& id, const graphql_request& request) {
    auto& live = operations_.at(id);
    try {
        live.prepared = owner_.api().prepare(request);
    } catch (const request_error& problem) {
        operations_.erase(id);
        return send_errors(id, problem.errors());
    }
    live.fields = live.prepared.root_fields();
    obey(owner_.faults().take(fault::occasion::operation, live.fields), id, [this, id] {
        const auto found = operations_.find(id);
        if (found == operations_.end()) return; // completed by the client meanwhile
        auto& begun = found->second;
        if (!begun.prepared.is_subscription()) {
            send_message(legacy_ ? "data" : "next", id, owner_.execute(begun.prepared));
            return complete(id);
        }
        try {
            owner_.note_execution(begun.prepared);
            begun.source = std::make_unique<live_source>(owner_.api().open(begun.prepared), owner_.shared_clock(),
                                                         [this] { bell_.notify(); });
        } catch (const request_error& problem) {
            operations_.erase(id);
            return send_errors(id, problem.errors());
        }
        begun.count = std::make_unique<live_count>(owner_.records(), &server_record::subscriptions_live);
        bell_.notify();
    });
}

} // namespace corogql::testing
