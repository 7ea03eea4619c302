/// A log stream gives a run's or deployment's log as text, over reconnections, byte for byte.
#pragma once

#include <corogql/mapi/log_decoder.hpp>
#include <corogql/mapi/log_filter.hpp>
#include <corogql/mapi/stream.hpp>

#include <memory>
#include <string>

namespace corogql::mapi {

/// A log stream is a generator of pieces of text, none of them empty; they are cut anywhere but within a character.
/// After a lost connection the log goes on at the byte where it stopped. Failures are those of stream.
///
///     log_stream log(mapi, log_filter("my-run").follow(true));
///     while (auto text = co_await log.next()) std::cout << *text;
///
/// Code that blocks uses `basic_blocking_generator(std::move(log), mapi.loop())`.
class log_stream : public generator<std::string> {
public:
    /// Begins the log of a run.
    log_stream(const connection& from, const log_filter& which, stream_options options = {});
    /// Begins the log of a deployment.
    log_stream(const connection& from, const deployment_log_filter& which, stream_options options = {});

    /// Returns where what was taken ends, in bytes: another log_stream can go on from there.
    std::int64_t end_offset() const noexcept { return decoder_->text_offset(); }

private:
    log_stream(const connection& from, operation what, std::shared_ptr<log_decoder> decoder, stream_options options);

    std::shared_ptr<log_decoder> decoder_;
};

} // namespace corogql::mapi
