/// The first seam is everything the engine can do to a peer, whatever carries the bytes.
///
/// One coroutine reads and one writes at a time; the two may overlap. All calls are made on the loop the stream was
/// dialled on. Cancelling a pending call (Asio terminal cancellation) leaves the stream fit only for close().
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <optional>
#include <span>

namespace corogql::transport {

namespace asio = boost::asio;

class byte_stream {
public:
    virtual ~byte_stream() = default;

    /// Reads at least one byte. Returns 0 only at a clean end (a FIN; over TLS a close_notify). A connection that is
    /// cut throws: boost::system::system_error, or corogql::error of kind `lost` for a TLS stream that ended without
    /// close_notify.
    virtual asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer) = 0;

    /// Returns what read_some() would give now; nullopt while that call would wait. A failure is left to read_some(),
    /// and gives 0 here.
    virtual std::optional<std::size_t> try_read(asio::mutable_buffer buffer) noexcept = 0;

    /// Writes what can be written without waiting, and returns how many bytes that was: perhaps none. Failures are left
    /// to write().
    virtual std::size_t try_write(std::span<const asio::const_buffer> /*buffers*/) noexcept { return 0; }

    /// Writes all of the buffers, in order.
    virtual asio::awaitable<void> write(std::span<const asio::const_buffer> buffers) = 0;

    /// Tells the peer that nothing more will be written (FIN; over TLS close_notify). Reading goes on.
    virtual asio::awaitable<void> shutdown() = 0;

    /// Ends both directions at once; pending calls fail. The call is idempotent and never blocks.
    virtual void close() noexcept = 0;

    /// True when the last read took all that had come by then, so that quiet() need not be asked in the next moment.
    virtual bool drained() const noexcept { return false; }

    /// True while an idle stream is open and nothing for its reader has arrived, not even a part of something. A pool
    /// asks this before it uses a stream again.
    virtual bool quiet() noexcept = 0;
};

} // namespace corogql::transport
