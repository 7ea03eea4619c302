/// HTTP has these options: the pool of connections, what requests look like, and answers.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <chrono>
#include <cstddef>

namespace corogql {

/// HTTP options are those of one client.
class http_options {
public:
    /// Sets how many connections may be open at once, at least one. Default: 16.
    http_options& max_connections(std::size_t count) { return max_connections_ = count, *this; }
    /// Sets how many requests may wait for a connection, first come first served; one more fails with kind `limit`.
    /// Default: 4096.
    http_options& max_waiting(std::size_t count) { return max_waiting_ = count, *this; }
    /// Sets how long a connection may be unused until it closes; one whose server's Keep-Alive says less closes a
    /// second before that. Default: 30 s.
    http_options& idle_timeout(std::chrono::nanoseconds limit) { return idle_timeout_ = limit, *this; }
    /// Sets the largest block of response header fields, in bytes. Default: 64 KiB.
    http_options& max_header_size(std::size_t bytes) { return max_header_size_ = bytes, *this; }
    /// Takes 2xx answers that GraphQL over HTTP forbids: a GraphQL response without a Content-Type or under one that is
    /// not JSON (each is told to the log), and null data without errors; and events and parts of a stream that are not
    /// understood: those of another name that look like results are, the others are passed over and told. Default:
    /// false; they are errors. client_options::lenient() is this and that of the websocket.
    http_options& lenient(bool yes) { return lenient_ = yes, *this; }

    /// Sends queries as GET, which caches between client and server understand, as long as path and parameters fit into
    /// max_get_size(); longer ones, and those that a server finds too long (414), as POST. A mutation is never sent so,
    /// nor is an operation of which the document does not tell what it is. The header `Apollo-Require-Preflight` goes
    /// with it, which servers ask for that defend themselves against forged requests. Default: false.
    http_options& get_for_queries(bool yes) { return get_for_queries_ = yes, *this; }
    /// Sets the most that path and parameters of a GET may have, in bytes, percent-encoded. Default: 2048, which
    /// everything on the way bears.
    http_options& max_get_size(std::size_t bytes) { return max_get_size_ = bytes, *this; }
    /// Sends a document's SHA-256 in its place (automatic persisted queries). A server that does not know it gets both
    /// once (by POST), one without persisted queries documents from then on. While a server has not shown that it knows
    /// hashes, a query's that is answered by 400, 422, 500, 501 or a request error is followed by the document, and a
    /// mutation goes with its own. None of it is an attempt. Over websockets documents are always sent. Default: false.
    http_options& persisted_queries(bool yes) { return persisted_queries_ = yes, *this; }

    /// Sends operations that are asked for within `window` of the first of them as one request, a JSON list, `most` of
    /// them at a time; one that is alone goes as it is. Each keeps its own deadline, and its failures to itself. When
    /// the request fails as a whole, those that may be repeated are, one by one; a refusal of the list itself, or a
    /// list of another length, is final. It is not for operations with header fields or files of their own, `@defer` or
    /// `@stream`, and for servers that take lists; a batch is always a POST with whole documents. Default: zero, none.
    http_options& batch(std::chrono::nanoseconds window, std::size_t most = 10) {
        return batch_window_ = window, max_batch_ = most, *this;
    }

    /// Returns how many connections may be open at once.
    std::size_t max_connections() const noexcept { return max_connections_; }
    /// Returns how many requests may wait for a connection.
    std::size_t max_waiting() const noexcept { return max_waiting_; }
    /// Returns how long a connection may be unused until it closes.
    std::chrono::nanoseconds idle_timeout() const noexcept { return idle_timeout_; }
    /// Returns the largest block of response header fields, in bytes.
    std::size_t max_header_size() const noexcept { return max_header_size_; }
    /// Returns whether what specifications forbid is taken.
    bool lenient() const noexcept { return lenient_; }
    /// Returns whether queries are sent as GET.
    bool get_for_queries() const noexcept { return get_for_queries_; }
    /// Returns the most that path and parameters of a GET may have, in bytes.
    std::size_t max_get_size() const noexcept { return max_get_size_; }
    /// Returns whether hashes are sent in the place of documents.
    bool persisted_queries() const noexcept { return persisted_queries_; }
    /// Returns how long operations are gathered for a batch; zero for no batches.
    std::chrono::nanoseconds batch_window() const noexcept { return batch_window_; }
    /// Returns how many operations there are in a batch at most.
    std::size_t max_batch() const noexcept { return max_batch_; }

private:
    std::size_t max_connections_ = 16;
    std::size_t max_waiting_ = 4096;
    std::chrono::nanoseconds idle_timeout_ = std::chrono::seconds(30);
    std::size_t max_header_size_ = 64 * 1024;
    bool lenient_ = false;
    bool get_for_queries_ = false;
    std::size_t max_get_size_ = 2048;
    bool persisted_queries_ = false;
    std::chrono::nanoseconds batch_window_{0};
    std::size_t max_batch_ = 10;
};

} // namespace corogql
