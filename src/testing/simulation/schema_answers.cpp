#include "testing/simulation/schema_answers.hpp"

#include <boost/json/serialize.hpp>

namespace corogql::testing {

namespace {

simulated_reply refusal(unsigned status, const std::vector<graphql_error>& errors) {
    simulated_reply reply;
    reply.status = status;
    reply.body = json::serialize(to_result(errors));
    return reply;
}

} // namespace

prepared_operation schema_answers::prepare(const simulated_operation& operation) const {
    graphql_request request;
    request.query = operation.document;
    request.operation_name = operation.name;
    request.variables = operation.variables;
    return api_.prepare(request);
}

simulated_reply schema_answers::answer(const simulated_operation& operation) const {
    try {
        const auto prepared = prepare(operation);
        if (prepared.is_subscription())
            return refusal(422, {graphql_error("Subscriptions need a websocket in a simulation.")});
        simulated_reply reply;
        reply.body = json::serialize(api_.execute(prepared));
        return reply;
    } catch (const request_error& problem) {
        return refusal(problem.at() == request_error::stage::syntax ? 400 : 422, problem.errors());
    }
}

void schema_answers::begin(simulated_connection link, const simulated_operation& operation) {
    const key which(link.number(), operation.id);
    try {
        auto prepared = prepare(operation);
        if (!prepared.is_subscription()) {
            link.next_result(operation.id, json::serialize(api_.execute(prepared)));
            link.complete(operation.id);
            return;
        }
        auto source = std::make_unique<live_source>(api_.open(prepared), clock_, [this, which] { pump(which); });
        live_.insert_or_assign(which, live_operation{link, std::move(prepared), std::move(source)});
    } catch (const request_error& problem) {
        const bool legacy = link.subprotocol() == "graphql-ws";
        link.error(operation.id, legacy ? json::serialize(to_json(problem.errors().front()))
                                        : json::serialize(to_array(problem.errors())));
        return;
    }
    pump(which);
}

void schema_answers::pump(const key& of) {
    const auto which = of; // a function that holds the key may go with its source
    for (;;) {
        // What is sent may end the connection, and all of its operations with it.
        const auto found = live_.find(which);
        if (found == live_.end()) return;
        auto& live = found->second;
        auto event = live.source->next();
        const bool ended = live.source->ended();
        auto link = live.link;
        if (event) link.next_result(which.second, json::serialize(api_.project(live.prepared, std::move(*event))));
        if (ended) {
            live_.erase(which);
            link.complete(which.second);
            return;
        }
        if (!event) return;
    }
}

void schema_answers::end(std::size_t connection) {
    std::erase_if(live_, [&](const auto& one) { return one.first.first == connection; });
}

} // namespace corogql::testing
