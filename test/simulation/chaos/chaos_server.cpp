#include "chaos_server.hpp"

namespace corogql::chaos {

using namespace std::chrono_literals;

namespace {

std::string text_of(const json::object& object, const char* name) {
    const auto* found = object.if_contains(name);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

} // namespace

chaos_server::chaos_server(simulation& world) : world_(world), server_(world) {
    server_.on_upgrade([this](testing::simulated_upgrade& asked) {
        if (!misbehaving_) return;
        const auto kind = world_.below(20);
        if (kind == 0) asked.status = 503, asked.answer_headers = {{"Retry-After", "2"}};
        if (kind == 1) asked.status = 502;
        if (kind == 2) asked.ignore = true;
    });
    server_.on_init([this](simulated_connection link, const json::object& payload) {
        links_[link.number()] = link;
        if (!is_known(text_of(payload, "Authorization"))) return link.close(world_.chance(0.5) ? 4401 : 4403, "who?");
        if (misbehaving_ && world_.chance(0.05)) return; // never an ack
        link.ack();
        acked_[link.number()] = world_.now();
        if (hopeless_) return link.close(1011, "no luck");
        if (world_.chance(0.3)) demand_pong(link);
    });
    server_.on_subscribe([this](simulated_connection link, const auto& operation) {
        if (operation.document.starts_with("mutation")) return mutate(link, operation);
        subscribe(link, operation);
    });
    server_.on_complete([this](simulated_connection link, const std::string& id) {
        sessions_.erase({link.number(), id});
        if (link.subprotocol() == "graphql-ws") link.complete(id);
    });
    server_.on_message([this](simulated_connection, const json::object& message) {
        if (text_of(message, "type") == "pong")
            if (const auto* payload = message.if_contains("payload"); payload && payload->is_object())
                awaited_pongs_.erase(text_of(payload->get_object(), "n"));
        return false;
    });
    server_.on_end([this](simulated_connection link, std::uint16_t) {
        links_.erase(link.number());
        std::erase_if(sessions_, [&](const auto& each) { return each.first.first == link.number(); });
    });
    server_.on_request([this](const auto& request) { return answer(request); });
}

std::chrono::nanoseconds chaos_server::some(std::chrono::nanoseconds most) {
    return std::chrono::nanoseconds(world_.below(static_cast<std::size_t>(most.count())));
}

void chaos_server::violated(const std::string& promise) {
    violations_.push_back(promise);
    world_.note("VIOLATED " + promise);
}

int chaos_server::executed(const std::string& mutation) const {
    const auto found = executions_.find(mutation);
    return found == executions_.end() ? 0 : found->second;
}

std::size_t chaos_server::add_topic(int last, std::chrono::nanoseconds time) {
    topics_.push_back({last, 0});
    const auto number = topics_.size() - 1;
    for (int n = 1; n <= last; ++n) world_.after(some(time), [this, number] { publish(number); });
    return number;
}

void chaos_server::publish(std::size_t number) {
    ++topics_[number].published;
    std::vector<std::pair<place, simulated_connection>> due;
    for (const auto& [where, each] : sessions_)
        if (each.topic == number) due.emplace_back(where, links_[where.first]);
    for (const auto& [where, link] : due) serve(where, link);
}

void chaos_server::serve(const place& where, simulated_connection link) {
    const auto found = sessions_.find(where);
    if (found == sessions_.end()) return;
    auto& [number, next] = found->second;
    const auto& about = topics_[number];
    for (; next <= about.published; ++next) link.next(where.second, "{\"n\":" + std::to_string(next) + "}");
    if (next <= about.last) return;
    link.complete(where.second);
    sessions_.erase(where);
}

void chaos_server::subscribe(simulated_connection link, const testing::simulated_operation& operation) {
    const auto consumer = text_of(operation.variables, "consumer");
    if (!ids_.insert(consumer + "/" + operation.id).second) violated("operation id used again: " + operation.id);
    const auto number = static_cast<std::size_t>(operation.variables.at("topic").as_int64());
    const auto* after = operation.variables.if_contains("after");
    const auto from = after ? static_cast<int>(after->as_int64()) : topics_[number].published;
    const place where(link.number(), operation.id);
    sessions_[where] = {number, from + 1};
    serve(where, link);
}

void chaos_server::mutate(simulated_connection link, const testing::simulated_operation& operation) {
    const auto name = text_of(operation.variables, "name");
    if (misbehaving_ && world_.chance(0.1)) return hurt(link); // unexecuted, but who knows
    if (++executions_[name] > 1) violated("mutation executed twice: " + name);
    if (misbehaving_ && world_.chance(0.1)) return hurt(link);
    world_.after(some(2s), [link, id = operation.id]() mutable {
        link.next(id, R"({"done":true})");
        link.complete(id);
    });
}

testing::simulated_reply chaos_server::answer(const testing::simulated_request& request) {
    testing::simulated_reply reply;
    std::string token;
    for (const auto& [name, value] : request.headers)
        if (name == "Authorization") token = value;
    reply.delay = some(500ms);
    if (!is_known(token)) return reply.status = 401, reply;
    const auto begin = request.body.find("\"name\":\"");
    const auto name = request.body.substr(begin + 8, request.body.find('"', begin + 8) - begin - 8);
    const auto fate = misbehaving_ ? world_.below(12) : 12;
    if (fate == 0) return reply.drop = true, reply; // unexecuted
    if (fate == 1) return reply.status = 429, reply.headers = {{"Retry-After", "1"}}, reply;
    if (++executions_[name] > 1) violated("mutation executed twice: " + name);
    reply.body = R"({"data":{"done":true}})";
    if (fate == 2) reply.drop = true; // executed, and never confirmed
    if (fate == 3) reply.status = 502, reply.content_type = "text/html";
    if (fate == 4) reply.delay = 1h;
    return reply;
}

bool chaos_server::is_known(std::string_view token) const { return token == token_ || token == old_token_; }

/// The one before is good for a while: who has just been given it must not be refused.
void chaos_server::rotate() {
    if (world_.now() < rotated_ + 10s) return;
    rotated_ = world_.now();
    old_token_ = token_;
    token_ = "token-" + std::to_string(++tokens_);
}

void chaos_server::misbehave(std::chrono::nanoseconds time) {
    misbehaving_ = true;
    const auto end = world_.now() + time;
    struct trouble {
        static void go(chaos_server& server, std::chrono::nanoseconds until) {
            if (server.world_.now() >= until) return server.recover();
            server.break_something();
            server.world_.after(server.some(10s), [&server, until] { go(server, until); });
        }
    };
    world_.after(some(5s), [this, end] { trouble::go(*this, end); });
}

void chaos_server::recover() {
    misbehaving_ = false;
    server_.listen();
    world_.network().unreachable(false);
}

void chaos_server::break_something() {
    switch (world_.below(12)) {
    case 0: rotate(); break;
    case 1:
        rotate();
        for (auto& link : server_.connections()) {
            // A second refusal right after the first would rightly be final.
            const auto acked = acked_.find(link.number());
            if (acked != acked_.end() && world_.now() - acked->second > 11s && world_.chance(0.5))
                link.close(4401, "expired");
        }
        break;
    case 2: // a restart
        server_.stop_listening();
        for (auto& link : server_.connections()) world_.chance(0.5) ? link.close(1012, "restart") : link.reset();
        world_.after(some(20s), [this] { server_.listen(); });
        break;
    case 3:
        world_.network().unreachable(true);
        world_.after(some(8s), [this] { world_.network().unreachable(false); });
        break;
    case 4: world_.network().latency(some(50ms), some(400ms)); break;
    default:
        if (auto links = server_.connections(); !links.empty()) hurt(links[world_.below(links.size())]);
    }
}

void chaos_server::hurt(simulated_connection link) {
    static constexpr std::uint16_t codes[] = {1000, 1001, 1011, 1012, 1013, 1014, 3008, 4408, 4499, 4500, 4503, 4777};
    switch (world_.below(7)) {
    case 0: return link.drop();
    case 1: return link.reset();
    case 2: numb_.insert(link.number()); return link.silence();
    case 3: numb_.insert(link.number()); return link.stop_reading();
    case 4: // of nobody: harmless, behind the ack
        if (acked_.contains(link.number())) link.send_text(R"({"id":"123456","type":"complete"})");
        return;
    default: return link.close(codes[world_.below(std::size(codes))], "bad day");
    }
}

/// A pong is due in one round trip, however far behind a consumer is.
void chaos_server::demand_pong(simulated_connection link) {
    if (!link.open() || link.subprotocol() == "graphql-ws") return;
    const auto name = std::to_string(++pings_);
    awaited_pongs_[name] = link.number();
    link.send_text(R"({"type":"ping","payload":{"n":")" + name + "\"}}");
    world_.after(1s, [this, link, name] {
        const auto late = awaited_pongs_.erase(name) != 0;
        if (late && !no_pongs_ && link.open() && !numb_.contains(link.number())) violated("no pong within a second");
        demand_pong(link);
    });
}

} // namespace corogql::chaos
