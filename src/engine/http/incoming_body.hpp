/// The body of an HTTP answer is decoded on its way from the connection to the rules, and checked if it says that it is
/// JSON. A large body is read so while it comes: what is bad in it shows at once, and the last byte is not followed by
/// a long scan. A body that comes in steps is read so, too, as its result is there before the body ends.
#pragma once

#include "engine/shared/settings.hpp"
#include "protocol/http/response.hpp"
#include "transport/http/content_coding.hpp"
#include "values/http_message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace corogql::engine {

class incoming_body {
public:
    /// Views the settings and the message of the calls below, which is always the same message. A body that is a `list`
    /// of responses is not checked here.
    explicit incoming_body(const settings& settings, bool list = false) noexcept : settings_(settings), list_(list) {}

    /// Says whether what came of a body should be read at once: the body is large, is coded and may be much larger than
    /// it looks, or comes in steps.
    static bool is_due(const detail::http_response& message) {
        const auto size = message.body.size();
        if (size >= large_coded && (size >= large || message.known.content_encoding)) return true;
        return size > 0 && comes_in_steps(message.status, message.known.content_type);
    }
    /// Says whether the answer is a success that is multipart/mixed: an incremental result.
    static bool comes_in_steps(unsigned status, std::optional<std::string_view> content_type);

    /// Goes on with what came since the last call. Returns false if no more is wanted: the body is refused, which
    /// finish() then says, or its result is whole.
    bool read(const detail::http_response& message);
    /// Ends the reading, as all of the body came, or enough, and replaces the message's body by the decoded one. Under
    /// a 2xx status it throws corogql::error, phase `receive`: kind protocol or limit. Under any other the status is
    /// what counts: a body that cannot be read is as good as none, and the log says why.
    void finish(detail::http_response& message);
    /// Returns what read the body, under a status and a Content-Type that promise a GraphQL response; else null.
    protocol::json_body* json() noexcept { return json_ ? &*json_ : nullptr; }
    /// Returns what read the body if it comes in steps; else null.
    const protocol::multipart_body* steps() const noexcept { return steps_ ? &*steps_ : nullptr; }

private:
    static constexpr std::size_t large = 256 * 1024;
    static constexpr std::size_t large_coded = 16 * 1024; ///< So much gzip may be sixteen megabytes of text.

    void begin(const detail::http_response& message);

    const settings& settings_;
    const bool list_;
    bool begun_ = false;
    std::size_t taken_ = 0; ///< How many bytes of the message's body were read.
    std::optional<transport::content_decoder> decoder_;
    std::string plain_; ///< What the decoder gave.
    std::optional<protocol::json_body> json_;
    std::optional<protocol::multipart_body> steps_;
    std::optional<error> refusal_;
};

} // namespace corogql::engine
