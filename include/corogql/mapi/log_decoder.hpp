/// The events of a log subscription become text here.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::mapi {

namespace json = boost::json;

/// A log decoder makes well-formed UTF-8 of the pieces of one log, wherever they were cut. Bytes that are not UTF-8
/// become U+FFFD, one for each maximal part of a character. It is not thread-safe.
class log_decoder {
public:
    /// Begins at `offset`, where the subscription was asked to begin, in bytes.
    explicit log_decoder(std::int64_t offset = 0) noexcept : end_offset_(offset) {}

    /// Returns the text that `message`, `{chunk: base64, endOffset: int}`, completes; it may be empty. Throws
    /// mapi_error 500 for anything else, and then has changed nothing.
    std::string decode(const json::value& message);
    /// Returns, at the end of the log, U+FFFD for the beginning of a character that never came to its end, or nothing.
    std::string finish();

    /// Returns where the next piece begins, in bytes.
    std::int64_t end_offset() const noexcept { return end_offset_; }
    /// Returns where the text that decode() has given ends, in bytes: up to three before end_offset().
    std::int64_t text_offset() const noexcept { return end_offset_ - static_cast<std::int64_t>(pending_.size()); }
    /// Makes a subscription's variables those that go on from end_offset(); see resume_log().
    void update_variables(json::object& variables) const;

private:
    std::int64_t end_offset_;
    std::string pending_; ///< These are the bytes of a character that is not complete, three at most.
};

/// Sets `offset` in the first variable, and drops `tail` from it unless the offset is 0: what is known must not be cut
/// off. Nothing else is touched. Throws corogql::error of kind `usage` when the first variable is no object.
void resume_log(json::object& variables, std::int64_t offset);

} // namespace corogql::mapi
