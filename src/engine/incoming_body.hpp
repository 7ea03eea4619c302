/// The body of an HTTP answer on its way from the connection to the rules: decoded, and checked if it says it is JSON.
/// A large one is so while it comes: what is bad in it shows at once, and the last byte is not followed by a long scan.
#pragma once

#include "engine/settings.hpp"
#include "protocol/http_answer.hpp"
#include "transport/content_coding.hpp"
#include "transport/http_codec.hpp"

#include <optional>
#include <string>

namespace corogql::detail {

class incoming_body {
public:
    /// Views the settings; and the message of the calls below, which is always the same one. `list`: of responses,
    /// which is not checked here.
    explicit incoming_body(const settings& settings, bool list = false) noexcept : settings_(settings), list_(list) {}

    /// Whether so much of a body came that it should be read at once. A coded one may be much larger than it looks.
    static bool is_large(const transport::http_response_message& message) noexcept {
        const auto size = message.body.size();
        return size >= large_coded && (size >= large || message.headers.find("Content-Encoding"));
    }

    /// Goes on with what came since. False: it is refused, and finish() says why.
    bool read(const transport::http_response_message& message);
    /// All came, or enough: replaces the message's body by the decoded one. Throws corogql::error, phase `receive`:
    /// kind protocol or limit.
    void finish(transport::http_response_message& message);
    /// What read the body, under a status and a Content-Type that promise a GraphQL response; else null.
    protocol::json_body* json() noexcept { return json_ ? &*json_ : nullptr; }

private:
    static constexpr std::size_t large = 256 * 1024;
    static constexpr std::size_t large_coded = 16 * 1024; ///< of gzip, this may be sixteen megabytes

    void begin(const transport::http_response_message& message);

    const settings& settings_;
    const bool list_;
    bool begun_ = false;
    std::size_t taken_ = 0; ///< of the message's body
    std::optional<transport::content_decoder> decoder_;
    std::string plain_; ///< what the decoder gave
    std::optional<protocol::json_body> json_;
    std::optional<error> refusal_;
};

} // namespace corogql::detail
