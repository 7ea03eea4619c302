/// A run's or deployment's log as text, over reconnections, byte for byte.
#pragma once

#include <corogql/mapi/log_decoder.hpp>
#include <corogql/mapi/log_filter.hpp>
#include <corogql/mapi/stream.hpp>

#include <memory>
#include <optional>
#include <string>

namespace corogql::mapi {

/// An async generator of pieces of text, none of them empty; they are cut anywhere but within a character. After a lost
/// connection the log goes on at the byte where it stopped. Movable; one consumer. Failures are those of stream.
///
///     log_stream log(mapi, log_filter("my-run").follow(true));
///     while (auto text = co_await log.next()) std::cout << *text;
class log_stream {
public:
    log_stream(const connection& from, const log_filter& which, stream_options options = {});
    log_stream(const connection& from, const deployment_log_filter& which, stream_options options = {});

    /// nullopt at the end, and again at every further call.
    asio::awaitable<std::optional<std::string>> next();
    /// The same, and blocks.
    std::optional<std::string> get_next();

    /// Where what next() has given ends, in bytes: another log_stream can go on from there.
    std::int64_t end_offset() const noexcept { return decoder_->text_offset(); }

    /// Unsubscribes. Any thread; idempotent.
    void close() noexcept { pieces_.close(); }

private:
    log_stream(const connection& from, operation what, std::int64_t offset, stream_options options);

    std::shared_ptr<log_decoder> decoder_;
    stream<std::string> pieces_;
};

} // namespace corogql::mapi
