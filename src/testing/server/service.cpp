#include "testing/server/service.hpp"

#include "testing/server/connection.hpp"
#include "testing/server/http_session.hpp"
#include "testing/server/websocket_session.hpp"

#include <algorithm>

namespace corogql::testing {

service::service(served_schema schema, service_settings settings, std::shared_ptr<transport::runtime> clock)
    : settings_(std::move(settings)), clock_(std::move(clock)), api_(std::move(schema)) {}

std::shared_ptr<service> service::make(served_schema schema, service_settings settings,
                                       std::shared_ptr<transport::runtime> clock) {
    std::shared_ptr<service> made(new service(std::move(schema), std::move(settings), std::move(clock)));
    for (std::size_t i = 0; i < made->settings_.chores.size(); ++i) made->do_later(i);
    return made;
}

void service::do_later(std::size_t chore) {
    const auto interval = std::max(settings_.chores[chore].first, std::chrono::milliseconds(1));
    clock_->at(clock_->now() + interval, [weak = weak_from_this(), chore] {
        const auto self = weak.lock();
        if (!self) return;
        self->settings_.chores[chore].second();
        self->do_later(chore);
    });
}

void service::note_execution(const prepared_operation& prepared) {
    const auto fields = prepared.root_fields();
    records_.note([&](server_record& record) {
        ++record.operations;
        for (const auto& field : fields) ++record.executed_by_field[field];
    });
}

json::object service::execute(const prepared_operation& prepared) {
    note_execution(prepared);
    return api_.execute(prepared);
}

void service::end_all(cut how) {
    const auto all = connections_; // they leave while we look
    for (auto* link : all) link->end(how);
}

void service::close_websockets(std::uint16_t code, const std::string& reason) {
    const auto all = websockets_;
    for (auto* session : all) session->close(code, reason);
}

void service::send_to_websockets(const std::string& message, bool binary) {
    for (auto* session : websockets_) session->send(message, binary);
}

asio::awaitable<void> serve(std::shared_ptr<service> owner, std::unique_ptr<transport::byte_stream> stream,
                            std::function<void()> abort) {
    owner->records().note([](server_record& record) { ++record.connections_accepted; });
    const auto link = std::make_shared<connection>(owner, std::move(stream), std::move(abort));
    try {
        const auto order = owner->faults().take(fault::occasion::accept);
        if (order) {
            co_await link->pause(order->delay);
            if (order->action == fault::action::drop) link->end(order->how);
            if (order->action == fault::action::silence) co_await link->hold();
        }
        if (!link->ended()) co_await serve_http(link);
    } catch (const std::exception&) {
        // The peer has gone; there is nobody to tell.
    }
    link->end(cut::close);
}

} // namespace corogql::testing
