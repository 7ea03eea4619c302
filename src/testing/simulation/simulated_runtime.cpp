#include "testing/simulation/simulated_runtime.hpp"

#include "testing/simulation/simulated_socket.hpp"
#include "transport/buffer_cursor.hpp"
#include "transport/dial/resolve.hpp"
#include "transport/waiter.hpp"
#include "values/errors/detailed_error.hpp"

#include <corogql/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace corogql::testing {

namespace {

using transport::waiter;

class simulated_stream final : public transport::byte_stream {
public:
    simulated_stream(transport::runtime& runtime, std::shared_ptr<simulated_socket> socket)
        : socket_(std::move(socket)), readable_(runtime), writable_(runtime) {
        socket_->changed = [this] {
            readable_.notify();
            writable_.notify();
        };
    }
    ~simulated_stream() override { close(); }

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer) override {
        while (true) {
            check();
            if (!socket_->arrived().empty()) {
                const auto bytes = socket_->take(buffer.size());
                drained_ = bytes.size() < buffer.size() && socket_->arrived().empty();
                co_return asio::buffer_copy(buffer, asio::buffer(bytes));
            }
            if (socket_->ended()) co_return 0;
            co_await readable_.wait();
        }
    }

    std::optional<std::size_t> try_read(asio::mutable_buffer buffer) noexcept override {
        if (!open_ || socket_->broken()) return 0;
        if (socket_->arrived().empty()) return socket_->ended() ? std::optional<std::size_t>(0) : std::nullopt;
        return asio::buffer_copy(buffer, asio::buffer(socket_->take(buffer.size())));
    }

    std::size_t try_write(std::span<const asio::const_buffer> buffers) noexcept override {
        if (!open_ || socket_->broken()) return 0;
        std::size_t sent = 0;
        for (const auto& buffer : buffers) {
            const auto size = std::min(buffer.size(), socket_->room());
            socket_->send({static_cast<const char*>(buffer.data()), size});
            sent += size;
            if (size < buffer.size()) break;
        }
        return sent;
    }

    asio::awaitable<void> write(std::span<const asio::const_buffer> buffers) override {
        transport::buffer_cursor cursor(buffers);
        while (true) {
            check();
            const std::vector<asio::const_buffer> rest = cursor.remaining();
            cursor.consume(try_write(rest));
            if (cursor.empty()) co_return;
            co_await writable_.wait();
        }
    }

    asio::awaitable<void> shutdown() override {
        socket_->finish();
        co_return;
    }

    void close() noexcept override {
        if (!std::exchange(open_, false)) return;
        socket_->changed = nullptr;
        socket_->finish();
        readable_.interrupt();
        writable_.interrupt();
    }

    bool drained() const noexcept override { return drained_; }

    bool quiet() noexcept override {
        return open_ && !socket_->broken() && !socket_->ended() && socket_->arrived().empty();
    }

private:
    void check() const {
        if (!open_) throw boost::system::system_error(asio::error::operation_aborted);
        if (socket_->broken()) throw boost::system::system_error(asio::error::connection_reset);
    }

    std::shared_ptr<simulated_socket> socket_;
    waiter readable_, writable_;
    bool open_ = true, drained_ = false;
};

class simulated_runtime final : public transport::runtime, public std::enable_shared_from_this<simulated_runtime> {
public:
    simulated_runtime(simulated_world& world, asio::any_io_executor executor)
        : world_(world), executor_(std::move(executor)) {}

    asio::any_io_executor executor() const override { return executor_; }
    time_point now() const override { return world_.now(); }
    /// Returns the calendar's time; every simulation begins on the same day.
    std::chrono::system_clock::time_point calendar_now() const override {
        return std::chrono::sys_days(std::chrono::year(2026) / 1 / 1) + world_.elapsed();
    }
    timer_id at(time_point when, std::function<void()> function) override {
        return world_.at(when, executor_, std::move(function));
    }
    void cancel(timer_id id) noexcept override { world_.cancel(id); }
    std::uint64_t random() override { return world_.random(); }

    asio::awaitable<std::unique_ptr<transport::byte_stream>> dial(const transport::endpoint& to,
                                                                  time_point until) override {
        return dial(shared_from_this(), to, until);
    }

private:
    static asio::awaitable<std::unique_ptr<transport::byte_stream>> dial(std::shared_ptr<simulated_runtime> self,
                                                                         transport::endpoint to, time_point until) {
        auto& world = self->world_;
        auto address = to.unix_socket.empty() ? to.host + ":" + std::to_string(to.port) : to.unix_socket;
        if (to.resolver && to.unix_socket.empty()) {
            const auto found = co_await transport::ask_resolver(*self, to.resolver, to.host, until);
            for (const auto& each : found) {
                address = transport::host_and_port(each.to_string(), to.port);
                if (world.listening.contains(address)) break;
            }
        }
        const auto& network = world.network;
        waiter answer(*self);
        auto ready = time_point::max();
        if (!network.unreachable()) // there and back
            ready = world.now() + 2 * world.between(network.least_latency(), network.most_latency());
        co_await answer.wait_until(std::min(ready, until));
        if (ready > until)
            throw detailed_error(error_kind::timeout, "timed out connecting to " + address).phase(error_phase::connect);
        const auto found = world.listening.find(address);
        if (found == world.listening.end()) {
            world.note("refused " + address);
            throw detailed_error(error_kind::connect, "cannot connect to " + address + ": connection refused")
                .phase(error_phase::connect);
        }
        auto [ours, theirs] = simulated_socket::connect(world);
        auto stream = std::make_unique<simulated_stream>(*self, ours);
        const auto accept = found->second;
        accept(theirs);
        co_return stream;
    }

    simulated_world& world_;
    asio::any_io_executor executor_;
};

} // namespace

std::shared_ptr<transport::runtime> simulated_runtime_source::make(asio::any_io_executor executor) {
    return std::make_shared<simulated_runtime>(world_, std::move(executor));
}

} // namespace corogql::testing
