#include <corogql/testing/simulated_server.hpp>

#include "testing/simulation/simulated_link.hpp"
#include "transport/asio/runtime_source.hpp"

#include <boost/json/serialize.hpp>

#include <sstream>

namespace corogql::testing {

namespace {

std::string envelope(std::string_view id, std::string_view type, std::string_view payload) {
    std::string text = R"({"id":")" + std::string(id) + R"(","type":")" + std::string(type) + "\"";
    if (!payload.empty()) text += R"(,"payload":)" + std::string(payload);
    return text + "}";
}

/// Clients of http and https look for a server at these ports; TLS is spoken on neither.
constexpr const char* ports[] = {":80", ":443"};

const std::string& no_name() {
    static const std::string empty;
    return empty;
}

} // namespace

std::size_t simulated_connection::number() const noexcept { return link_ ? link_->number : 0; }
bool simulated_connection::open() const noexcept { return link_ && link_->open(); }
const std::string& simulated_connection::subprotocol() const noexcept { return link_ ? link_->subprotocol : no_name(); }

void simulated_connection::ack() { send_text(R"({"type":"connection_ack"})"); }
void simulated_connection::ack(const json::object& payload) {
    send_text(R"({"type":"connection_ack","payload":)" + json::serialize(payload) + "}");
}
void simulated_connection::next(std::string_view id, std::string_view data) {
    next_result(id, R"({"data":)" + std::string(data) + "}");
}
void simulated_connection::next_result(std::string_view id, std::string_view result) {
    send_text(envelope(id, subprotocol() == "graphql-ws" ? "data" : "next", result));
}
void simulated_connection::error(std::string_view id, std::string_view payload) {
    send_text(envelope(id, "error", payload));
}
void simulated_connection::complete(std::string_view id) { send_text(envelope(id, "complete", {})); }
void simulated_connection::send_text(std::string_view message) {
    if (link_) link_->send_text(message);
}
void simulated_connection::send_binary(std::string_view message) {
    if (link_) link_->send_binary(message);
}
void simulated_connection::send_ping(std::string_view payload) {
    if (link_) link_->send_ping(payload);
}
void simulated_connection::send_bytes(std::string_view bytes) {
    if (link_) link_->send_bytes(bytes);
}
void simulated_connection::begin_stream(std::string_view content_type) {
    send_bytes("HTTP/1.1 200 OK\r\nContent-Type: " + std::string(content_type) +
               "\r\nTransfer-Encoding: chunked\r\n\r\n");
}
void simulated_connection::send_chunk(std::string_view bytes) {
    std::ostringstream size;
    size << std::hex << bytes.size();
    send_bytes(size.str() + "\r\n" + std::string(bytes) + "\r\n");
}
void simulated_connection::end_stream() { send_bytes("0\r\n\r\n"); }
void simulated_connection::close(std::uint16_t code, std::string_view reason) {
    if (link_) link_->close(code, reason);
}
void simulated_connection::drop() {
    if (link_) link_->drop();
}
void simulated_connection::reset() {
    if (link_) link_->reset();
}
void simulated_connection::silence() {
    if (link_) link_->silence();
}
void simulated_connection::stop_reading() {
    if (link_) link_->read(false);
}
void simulated_connection::read_again() {
    if (link_) link_->read(true);
}

simulated_server::simulated_server(simulation& world, std::string host)
    : site_(std::make_shared<simulated_site>(world.world(), std::move(host))) {
    listen();
}

simulated_server::~simulated_server() { stop_listening(); }

void simulated_server::listen() {
    const auto accept = [weak = std::weak_ptr(site_)](auto socket) {
        const auto site = weak.lock();
        if (!site) return;
        auto one = std::make_shared<simulated_link>(site, std::move(socket), ++site->accepted);
        site->links.push_back(one);
        one->begin();
    };
    for (const char* port : ports) site_->world.listening[site_->host + port] = accept;
}

void simulated_server::stop_listening() {
    for (const char* port : ports) site_->world.listening.erase(site_->host + port);
}

std::string simulated_server::url() const { return "http://" + site_->host + "/graphql"; }

void simulated_server::on_upgrade(std::function<void(simulated_upgrade&)> decide) {
    site_->on_upgrade = std::move(decide);
}
void simulated_server::on_init(std::function<void(simulated_connection, const json::object&)> act) {
    site_->on_init = std::move(act);
}
void simulated_server::on_subscribe(std::function<void(simulated_connection, const simulated_operation&)> act) {
    site_->on_subscribe = std::move(act);
}
void simulated_server::on_complete(std::function<void(simulated_connection, const std::string&)> act) {
    site_->on_complete = std::move(act);
}
void simulated_server::on_ping(std::function<void(simulated_connection, const json::object&)> act) {
    site_->on_ping = std::move(act);
}
void simulated_server::on_message(std::function<bool(simulated_connection, const json::object&)> see) {
    site_->on_message = std::move(see);
}
void simulated_server::on_end(std::function<void(simulated_connection, std::uint16_t)> act) {
    site_->on_end = std::move(act);
}
void simulated_server::on_request(std::function<simulated_reply(const simulated_request&)> answer) {
    site_->on_request = std::move(answer);
}
void simulated_server::on_stream(std::function<void(simulated_connection, const simulated_request&)> act) {
    site_->on_stream = std::move(act);
}
void simulated_server::on_request_head(std::function<void(simulated_connection, const simulated_request&)> act) {
    site_->on_request_head = std::move(act);
}
void simulated_server::serve(served_schema schema) {
    site_->schema =
        std::make_shared<schema_answers>(std::move(schema), transport::make_runtime(site_->world.executor()));
}
void simulated_server::speak(std::vector<std::string> subprotocols) { site_->spoken = std::move(subprotocols); }

std::vector<simulated_connection> simulated_server::connections() const {
    std::vector<simulated_connection> open;
    for (const auto& one : site_->links) open.emplace_back(one);
    return open;
}

std::size_t simulated_server::accepted() const noexcept { return site_->accepted; }
const std::vector<simulated_server::message>& simulated_server::received() const noexcept { return site_->received; }

std::size_t simulated_server::count(std::string_view type) const {
    const auto mark = R"("type":")" + std::string(type) + "\"";
    std::size_t found = 0;
    for (const auto& each : site_->received) found += each.text.find(mark) != std::string::npos;
    return found;
}

} // namespace corogql::testing
