// TLS over any byte_stream. Decrypts all that one read of the inner stream brought, so many small records
// cost one turn of the loop, and gathers small writes into full records.

#include "transport/buffer_cursor.hpp"
#include "transport/tls/session.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <exception>

namespace corogql::transport {

namespace {

using boost::system::error_code;
using boost::system::system_error;

constexpr std::size_t read_size = 64 * 1024;
constexpr std::size_t record_size = 16 * 1024; // the most that TLS allows
constexpr std::size_t batch_size = 4 * record_size;

class tls_stream final : public byte_stream {
public:
    tls_stream(std::unique_ptr<byte_stream> inner, std::shared_ptr<const tls_context> context, tls_role role,
               std::string host, const asio::any_io_executor& executor)
        : inner_(std::move(inner)), session_(std::move(context), role, std::move(host)), incoming_(read_size),
          record_(record_size), flushed_(executor, asio::steady_timer::time_point::max()) {}

    asio::awaitable<void> handshake() {
        try {
            while (!session_.handshake()) {
                if (output_is_mine()) co_await flush_for_reader();
                if (session_.failure()) throw *session_.failure();
                if (co_await fill() == 0) throw session_.handshake_failure({"the peer closed the connection"});
            }
            co_await flush();
        } catch (const system_error& failure) {
            if (failure.code() == asio::error::operation_aborted) throw;
            throw session_.handshake_failure({failure.code().message()});
        }
    }

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer) override {
        for (;;) {
            const std::size_t size = session_.decrypt(buffer);
            short_read_ = size < buffer.size();
            if (output_is_mine()) co_await flush_for_reader();
            if (size != 0 || session_.ended()) co_return size;
            if (session_.failure()) throw *session_.failure();
            if (co_await fill() == 0) throw error(error_kind::lost, "the TLS connection was cut (no close_notify)");
        }
    }

    std::optional<std::size_t> try_read(asio::mutable_buffer buffer) noexcept override {
        for (;;) {
            const std::size_t size = session_.decrypt(buffer);
            if (size != 0 || session_.ended() || session_.failure()) return size;
            const auto more = try_fill();
            if (!more || *more == 0) return more;
        }
    }

    asio::awaitable<void> write(std::span<const asio::const_buffer> buffers) override {
        buffer_cursor cursor(buffers);
        while (!cursor.empty()) {
            if (flushing_) co_await turn();
            encrypt_batch(cursor);
            co_await flush();
        }
    }

    asio::awaitable<void> shutdown() override {
        if (flushing_) co_await turn();
        session_.close();
        co_await flush();
        co_await inner_->shutdown();
    }

    void close() noexcept override { inner_->close(); }

    bool drained() const noexcept override { return short_read_ && inner_->drained(); }

    bool quiet() noexcept override {
        for (;;) {
            if (!session_.quiet()) return false;
            const auto more = try_fill();
            if (!more) return inner_->quiet();
            if (*more == 0) return false;
        }
    }

private:
    std::optional<std::size_t> try_fill() noexcept {
        const auto size = inner_->try_read(asio::buffer(incoming_));
        if (size) session_.put(asio::buffer(incoming_, *size));
        return size;
    }

    asio::awaitable<std::size_t> fill() {
        const std::size_t size = co_await inner_->read_some(asio::buffer(incoming_));
        session_.put(asio::buffer(incoming_, size));
        co_return size;
    }

    void encrypt_batch(buffer_cursor& cursor) {
        for (std::size_t taken = 0; taken < batch_size && !cursor.empty();) {
            const asio::const_buffer large = asio::buffer(cursor.front(), batch_size - taken);
            if (large.size() >= record_size) {
                session_.encrypt(large);
                cursor.consume(large.size());
                taken += large.size();
            } else {
                const std::size_t size = cursor.copy(asio::buffer(record_));
                session_.encrypt(asio::buffer(record_, size));
                taken += size;
            }
        }
    }

    // Records must leave in the order in which TLS made them, so only one flush is under way. It goes on
    // until there is no more output: whoever adds some meanwhile need not send it.
    asio::awaitable<void> flush() {
        if (broken_) throw system_error(asio::error::broken_pipe);
        flushing_ = true;
        try {
            while (session_.has_output()) {
                const std::size_t size = session_.take_output(outgoing_);
                const asio::const_buffer bytes(outgoing_.data(), size);
                co_await inner_->write(std::span(&bytes, 1));
            }
        } catch (const std::exception&) {
            broken_ = true;
            end_flush();
            throw;
        }
        end_flush();
    }

    bool output_is_mine() const noexcept { return session_.has_output() && !flushing_ && !broken_; }

    void end_flush() {
        flushing_ = false;
        flushed_.cancel();
    }

    // The reader's: what reading made TLS say (alerts, key updates). Where that cannot be sent the peer's
    // last words can still be read, and the writer will fail.
    asio::awaitable<void> flush_for_reader() {
        try {
            co_await flush();
        } catch (const system_error& failure) {
            if (failure.code() == asio::error::operation_aborted) throw;
        }
    }

    // The writer's: waits until the reader has flushed.
    asio::awaitable<void> turn() {
        while (flushing_) {
            error_code woken;
            co_await flushed_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
            const auto state = co_await asio::this_coro::cancellation_state;
            if (state.cancelled() != asio::cancellation_type::none) throw system_error(asio::error::operation_aborted);
        }
    }

    std::unique_ptr<byte_stream> inner_;
    tls_session session_;
    std::vector<char> incoming_;
    std::vector<char> record_;
    std::vector<char> outgoing_;
    /// This timer never rings by itself: it is cancelled when a flush has ended.
    asio::steady_timer flushed_;
    bool flushing_ = false;
    bool broken_ = false;
    bool short_read_ = false;
};

asio::awaitable<std::unique_ptr<byte_stream>>
start(std::unique_ptr<byte_stream> inner, std::shared_ptr<const tls_context> context, tls_role role, std::string host) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    auto stream = std::make_unique<tls_stream>(std::move(inner), std::move(context), role, std::move(host), executor);
    co_await stream->handshake();
    co_return stream;
}

} // namespace

asio::awaitable<std::unique_ptr<byte_stream>>
tls_connect(std::unique_ptr<byte_stream> inner, std::shared_ptr<const tls_context> context, std::string host) {
    return start(std::move(inner), std::move(context), tls_role::client, std::move(host));
}

asio::awaitable<std::unique_ptr<byte_stream>> tls_accept(std::unique_ptr<byte_stream> inner,
                                                         std::shared_ptr<const tls_context> context) {
    return start(std::move(inner), std::move(context), tls_role::server, {});
}

} // namespace corogql::transport
