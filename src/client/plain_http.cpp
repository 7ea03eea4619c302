#include "client/plain_http.hpp"

#include "engine/http/incoming_body.hpp"
#include "engine/http/request.hpp"
#include "engine/http/side_call.hpp"
#include "transport/asio/runtime_source.hpp"
#include "values/errors/detailed_error.hpp"

#include <boost/asio/this_coro.hpp>

namespace corogql::detail {

namespace {

/// Has what one request needs, in the place of a client's engine.
class plain_http {
public:
    plain_http(const asio::any_io_executor& on, plain_request what)
        : what_(std::move(what)), runtime_(transport::make_runtime(on)),
          settings_(std::make_shared<const engine::settings>(what_.to)),
          pool_(std::make_shared<engine::http_pool>(runtime_, settings_, std::make_shared<engine::counters>())) {}
    plain_http(const plain_http&) = delete;
    plain_http& operator=(const plain_http&) = delete;
    ~plain_http() { pool_->interrupt(); }

    const engine::settings& options() const noexcept { return *settings_; }
    engine::http_pool& pool() noexcept { return *pool_; }
    transport::runtime::time_point until() const { return runtime_->deadline(settings_->options.timeout()); }

    /// Hides the Authorization that was sent, as the body of an answer that is no success is shown to people.
    void hide_credentials(std::string& body) const {
        for (const auto& [name, value] : what_.fields) {
            if (name != "Authorization" || value.empty()) continue;
            for (auto at = body.find(value); at != body.npos; at = body.find(value, at))
                body.replace(at, value.size(), "[redacted]");
        }
    }

    transport::written_request asked() const {
        const auto fields = settings_->with_common(what_.fields);
        return uncompressed_request(*settings_, what_.method, settings_->http_url.target, fields, what_.body);
    }

private:
    plain_request what_;
    std::shared_ptr<transport::runtime> runtime_;
    std::shared_ptr<const engine::settings> settings_;
    std::shared_ptr<engine::http_pool> pool_;
};

/// Takes the next whole line off the front of `text`, or at the end what is left; empty lines are skipped.
std::optional<std::string> take_line(std::string& text, bool ended) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (end == text.npos && !ended) return std::nullopt;
        auto line = text.substr(0, end);
        text.erase(0, end == text.npos ? end : end + 1);
        if (line.ends_with('\r')) line.pop_back();
        if (!line.empty()) return line;
    }
    return std::nullopt;
}

[[noreturn]] void refuse(const plain_http& http, http_response& answer) {
    engine::incoming_body(http.options()).finish(answer);
    http.hide_credentials(answer.body);
    throw detailed_error(error_kind::http, "HTTP " + std::to_string(answer.status))
        .phase(error_phase::receive)
        .http_status(answer.status)
        .body_excerpt(answer.body);
}

} // namespace

asio::awaitable<plain_response> call_plain(plain_request what) {
    plain_http http(co_await asio::this_coro::executor, std::move(what));
    auto answer = co_await side_call(http.pool(), http.options(), http.asked(), false, http.until());
    if (answer.status / 100 != 2) http.hide_credentials(answer.body);
    plain_response taken;
    taken.status = answer.status;
    taken.reason = std::move(answer.reason);
    taken.body = std::move(answer.body);
    co_return taken;
}

struct plain_lines::state {
    state(const asio::any_io_executor& on, plain_request what) : http(on, std::move(what)) {}

    plain_http http;
    std::optional<engine::http_pool::lease> place; ///< The connection, from the first next() on.
};

plain_lines::plain_lines(const asio::any_io_executor& on, plain_request what)
    : state_(std::make_unique<state>(on, std::move(what))) {}

plain_lines::~plain_lines() {
    if (state_->place) (**state_->place).close();
}

asio::awaitable<std::optional<std::string>> plain_lines::next() {
    auto& http = state_->http;
    const auto until = http.until();
    if (!state_->place) {
        state_->place.emplace(co_await http.pool().acquire(until, true));
        const auto request = http.asked();
        co_await send_request(**state_->place, request, until);
    }
    auto& connection = **state_->place;
    auto& answer = connection.answer();
    while (true) {
        if (connection.has_head() && answer.status / 100 == 2)
            if (auto line = take_line(answer.body, connection.answered())) co_return line;
        if (connection.answered()) break;
        connection.put_off(until);
        co_await read_more(connection);
        // The consumer may take its time.
        if (!connection.answered()) connection.put_off(transport::runtime::time_point::max());
    }
    if (answer.status / 100 != 2) refuse(http, answer);
    co_return std::nullopt;
}

} // namespace corogql::detail
