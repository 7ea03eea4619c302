#include "transport/dial/tunnel.hpp"

#include "transport/http/head.hpp"
#include "transport/http/lines.hpp"
#include "transport/http/request.hpp"
#include "values/errors/detailed_error.hpp"

#include <corogql/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <array>

namespace corogql::transport {

namespace {

constexpr std::size_t most_of_head = 16 * 1024;

std::string name_of(const proxy_endpoint& proxy) { return "the proxy " + host_and_port(proxy.host, proxy.port); }

detailed_error tunnel_failed(const std::string& message) {
    return detailed_error(error_kind::connect, message).phase(error_phase::connect);
}

/// Reads the head of the answer to CONNECT. Unlike other answers, a 2xx has no body here, whatever the head says of
/// one.
class tunnel_response {
public:
    /// Cuts off from `bytes` what belongs to the head. Throws corogql::error for what is no HTTP.
    void put(std::string_view& bytes) {
        while (!done_ && !bytes.empty()) {
            const auto line = lines_.take(bytes);
            if (!line) {
                if (status_ == 0 && !begins_status_line(lines_.partial())) read_status_line(lines_.partial());
            } else if (status_ == 0) {
                status_ = read_status_line(*line).status;
            } else if (!line->empty()) {
                read_field(*line, fields_);
            } else if (status_ / 100 == 1) {
                status_ = 0; // an interim answer; all of them share the limit
                fields_.clear();
            } else {
                done_ = true;
            }
        }
    }
    bool done() const noexcept { return done_; }
    unsigned status() const noexcept { return status_; }
    headers fields() const { return fields_.copy(); }

private:
    http_lines lines_{most_of_head};
    detail::header_list fields_;
    unsigned status_ = 0;
    bool done_ = false;
};

/// Gives the tunnel's bytes that came along with the proxy's answer, then those of the inner stream.
class early_bytes_stream final : public byte_stream {
public:
    early_bytes_stream(std::unique_ptr<byte_stream> inner, std::string_view early)
        : inner_(std::move(inner)), early_(early) {}

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer) override {
        if (!early_.empty()) co_return take_early(buffer);
        const std::size_t size = co_await inner_->read_some(buffer);
        co_return size;
    }
    std::optional<std::size_t> try_read(asio::mutable_buffer buffer) noexcept override {
        return early_.empty() ? inner_->try_read(buffer) : take_early(buffer);
    }
    std::size_t try_write(std::span<const asio::const_buffer> buffers) noexcept override {
        return inner_->try_write(buffers);
    }
    asio::awaitable<void> write(std::span<const asio::const_buffer> buffers) override { return inner_->write(buffers); }
    asio::awaitable<void> shutdown() override { return inner_->shutdown(); }
    void close() noexcept override { inner_->close(); }
    bool drained() const noexcept override { return early_.empty() && inner_->drained(); }
    bool quiet() noexcept override { return early_.empty() && inner_->quiet(); }

private:
    std::size_t take_early(asio::mutable_buffer buffer) noexcept {
        const auto size = asio::buffer_copy(buffer, asio::buffer(early_));
        early_.erase(0, size);
        return size;
    }

    std::unique_ptr<byte_stream> inner_;
    std::string early_;
};

void check(const tunnel_response& answer, const endpoint& to) {
    const auto status = answer.status();
    if (status / 100 == 2) return;
    const auto name = name_of(*to.proxy);
    auto failure = tunnel_failed(status == 407 ? name + " refused the credentials, or wants some (407)"
                                               : name + " refused the way to " + host_and_port(to.host, to.port) +
                                                     " with status " + std::to_string(status));
    throw failure.http_status(status).headers(answer.fields());
}

} // namespace

asio::awaitable<std::unique_ptr<byte_stream>> open_tunnel(std::unique_ptr<byte_stream> stream, const endpoint& to) {
    const auto target = host_and_port(to.host, to.port);
    const http_request asked{.method = "CONNECT", .target = target, .authority = target, .fields = &to.proxy->fields};
    std::string head;
    write_request(head, asked);
    const asio::const_buffer bytes(head.data(), head.size());
    tunnel_response answer;
    std::array<char, 4096> buffer;
    std::string_view rest;
    try {
        co_await stream->write(std::span(&bytes, 1));
        while (!answer.done()) {
            const std::size_t size = co_await stream->read_some(asio::buffer(buffer));
            if (size == 0) throw tunnel_failed("it closed the connection");
            rest = std::string_view(buffer.data(), size);
            answer.put(rest);
        }
    } catch (const boost::system::system_error& failure) {
        if (failure.code() == asio::error::operation_aborted) throw;
        throw tunnel_failed(name_of(*to.proxy) + " gave no tunnel: " + failure.code().message());
    } catch (const error& failure) {
        throw tunnel_failed(name_of(*to.proxy) + " gave no tunnel: " + failure.what());
    }
    check(answer, to);
    if (!rest.empty()) stream = std::make_unique<early_bytes_stream>(std::move(stream), rest);
    co_return stream;
}

} // namespace corogql::transport
