#include "engine/http/connection.hpp"

#include "protocol/http/keep_alive.hpp"
#include "values/errors/detailed_error.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace corogql::engine {

namespace {

/// So many bytes any system takes at once on a connection that was idle.
constexpr std::size_t taken_at_once = 16 * 1024;

constexpr std::size_t file_piece = 256 * 1024;

/// In less time the system would hardly have anything new to tell.
constexpr auto moments = std::chrono::microseconds(20);

asio::awaitable<void> send_rest(std::shared_ptr<http_connection> connection) {
    try {
        co_await connection->send();
    } catch (const std::exception&) {
        // It was closed meanwhile; the reader knows why.
    }
}

} // namespace

http_connection::http_connection(std::shared_ptr<transport::runtime> runtime,
                                 std::unique_ptr<transport::byte_stream> stream, transport::http_limits limits,
                                 std::string peer)
    : runtime_(std::move(runtime)), stream_(std::move(stream)), peer_(std::move(peer)), exchange_(*stream_, limits),
      idle_since_(runtime_->now()) {}

http_connection::~http_connection() {
    close();
    if (watchdog_) runtime_->cancel(watchdog_);
}

void http_connection::close() noexcept {
    open_ = busy_ = false;
    files_.reset();
    due_ = time_point::max();
    stream_->close();
}

bool http_connection::reusable(look how) noexcept {
    if (!open_ || (kept_ != forever && runtime_->now() >= idle_until(forever))) return false;
    if (how == look::unless_just_used && drained_ && runtime_->now() - idle_since_ < moments) return true;
    return stream_->quiet();
}

void http_connection::watch(time_point deadline) {
    due_ = deadline;
    if (deadline >= armed_for_) return; // it fires in time, and then looks again
    if (watchdog_) runtime_->cancel(watchdog_);
    armed_for_ = deadline;
    watchdog_ = runtime_->at(deadline, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->on_watchdog();
    });
}

void http_connection::on_watchdog() {
    watchdog_ = 0;
    armed_for_ = time_point::max();
    if (due_ == time_point::max()) return; // idle
    if (runtime_->now() < due_) return watch(due_);
    timed_out_ = true;
    close();
}

void http_connection::begin(const transport::http_request& request, time_point deadline,
                            std::shared_ptr<outgoing_files> files) {
    make_busy(deadline);
    files_ = std::move(files);
    exchange_.begin(request);
    sent_ = exchange_.sent() && !files_;
}

void http_connection::begin(const transport::written_request& request, time_point deadline) {
    make_busy(deadline);
    exchange_.begin(request);
    sent_ = exchange_.sent();
}

void http_connection::make_busy(time_point deadline) {
    files_.reset();
    send_failure_ = file_failure_ = nullptr;
    busy_ = true;
    if (served_ == 0) spoke_first_ = !stream_->quiet();
    watch(deadline);
}

asio::awaitable<void> http_connection::send() {
    try {
        co_await exchange_.send();
        if (files_) co_await send_files();
        sent_ = true;
    } catch (...) {
        if (!open_ || timed_out_) throw;
        send_failure_ = std::current_exception();
    }
}

/// Ends the connection when a file cannot be read, or told of, so that the server does not take what came for the
/// whole.
void http_connection::give_up_files(const error& why) {
    file_failure_ = std::make_exception_ptr(why);
    stream_->close();
    throw why;
}

asio::awaitable<void> http_connection::send_files() {
    const auto files = files_;
    std::vector<std::byte> piece(file_piece);
    while (true) {
        std::size_t size = 0;
        try {
            size = files->read(asio::buffer(piece));
        } catch (const error& failure) {
            give_up_files(failure);
        }
        if (size == 0) break;
        co_await exchange_.send_following(asio::buffer(piece, size));
        // The answer may have come meanwhile, and another attempt may read the files.
        if (!open_) throw boost::system::system_error(asio::error::operation_aborted);
        try {
            files->sent();
        } catch (error& thrown) {
            give_up_files(detailed_error(thrown).possibly_executed(true)); // it may have been the last piece
        }
    }
}

bool http_connection::sends_beside() const noexcept {
    return !sent_ && (files_ || exchange_.handed_over() > 0 || exchange_.size() > taken_at_once);
}

void http_connection::send_beside() {
    asio::co_spawn(runtime_->executor(), send_rest(shared_from_this()), asio::detached);
}

void http_connection::take(std::size_t size) {
    if (size == 0 && !exchange_.started())
        throw error(error_kind::lost, "the server closed the connection without an answer");
    exchange_.take(size);
    if (exchange_.cut())
        close();
    else if (exchange_.answered())
        make_idle();
}

void http_connection::make_idle() {
    busy_ = false;
    files_.reset();
    due_ = time_point::max();
    ++served_;
    drained_ = stream_->drained();
    idle_since_ = runtime_->now();
    if (const auto& field = answer().known.keep_alive_field) {
        const auto limit = protocol::read_keep_alive(*field);
        kept_ = limit ? *limit : forever;
    }
    // Bytes before the first request or behind a complete answer were never asked for: the connection cannot be trusted
    // with another request.
    if (!answer().keep_alive || !sent_ || !exchange_.behind().empty() || spoke_first_) close();
}

void http_connection::fail(std::exception_ptr failure) {
    close();
    if (send_failure_ && !exchange_.started()) failure = send_failure_;
    if (file_failure_ && !timed_out_) failure = file_failure_;
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& aborted) {
        if (aborted.code() == asio::error::operation_aborted && !timed_out_) throw;
    } catch (const error&) {
        // Explained with the others.
    }
    detailed_error explained(explain(failure));
    if (has_head()) {
        const auto& head = answer();
        explained.headers(head.headers.copy());
        // No status under an answer that broke off: it would make it one that came whole.
        if (explained.kind() == error_kind::limit) explained.http_status(head.status);
    }
    throw explained;
}

error http_connection::explain(const std::exception_ptr& failure) const {
    const auto phase = sent_ ? error_phase::receive : error_phase::send;
    if (timed_out_)
        return detailed_error(error_kind::timeout,
                              (sent_ ? "timed out waiting for the answer of " : "timed out sending the request to ") +
                                  peer_)
            .phase(phase)
            .possibly_executed(sent_);
    // A body that is cut is a malformed answer, however the connection ended.
    const auto cut_off = [&](std::string_view reason) {
        return detailed_error(error_kind::protocol, "the answer was cut off: " + std::string(reason))
            .phase(phase)
            .truncated(true)
            .possibly_executed(true);
    };
    try {
        std::rethrow_exception(failure);
    } catch (const error& known) {
        if (known.kind() == error_kind::lost && exchange_.started()) return cut_off(known.what());
        detailed_error explained(known);
        if (known.phase() == error_phase::none) explained.phase(phase);
        return explained.possibly_executed(sent_ || known.possibly_executed());
    } catch (const boost::system::system_error& cut) {
        if (exchange_.started()) return cut_off(cut.code().message());
        return detailed_error(error_kind::lost, (sent_ ? "the connection was lost before an answer came: "
                                                       : "the connection was lost while sending: ") +
                                                    cut.code().message())
            .phase(phase)
            .possibly_executed(sent_);
    }
}

} // namespace corogql::engine
