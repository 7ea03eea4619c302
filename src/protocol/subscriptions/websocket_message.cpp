#include "protocol/subscriptions/websocket_message.hpp"

#include "protocol/graphql/json_pointer.hpp"
#include "values/json/plain_character.hpp"
#include "values/json/plain_value.hpp"
#include "values/json/scanner.hpp"
#include "values/text/utf8.hpp"

#include <charconv>
#include <cstring>

namespace corogql::protocol {

namespace {

std::string with_type_and_payload(std::string text, std::string_view type, std::string_view payload) {
    ((text += R"("type":")") += type) += '"';
    if (!payload.empty()) (text += R"(,"payload":)") += payload;
    return text += '}';
}

} // namespace

namespace {

/// Reads what nearly all messages are, written as servers write them: `next` or its like, without white space, escapes
/// or keys that are not known. Where a step fails, all that was found counts for nothing.
class plain_envelope {
public:
    plain_envelope(std::string_view text, unsigned max_depth) noexcept
        : at_(text.data()), end_(at_ + text.size()), max_depth_(max_depth) {}

    bool read(server_message& to) {
        if (!take('{')) return false;
        do {
            if (!member(to)) return false;
        } while (take(','));
        return take('}') && at_ == end_ && to.id && !to.type_name.empty() && !to.payload.empty();
    }

private:
    template <std::size_t Size>
    bool take(const char (&text)[Size]) noexcept {
        constexpr std::ptrdiff_t size = Size - 1;
        if (end_ - at_ < size || std::memcmp(at_, text, static_cast<std::size_t>(size)) != 0) return false;
        at_ += size;
        return true;
    }
    bool take(char c) noexcept { return at_ != end_ && *at_ == c && (++at_, true); }
    /// Reads a short string from within it, and the quote behind it.
    std::string_view word() noexcept {
        const char* const begin = at_;
        while (at_ != end_ && detail::is_plain_character(*at_)) ++at_;
        const std::string_view found(begin, static_cast<std::size_t>(at_ - begin));
        return take('"') ? found : std::string_view();
    }

    bool member(server_message& to) {
        if (take(R"("id":")")) {
            if (to.id) return false;
            to.id = word();
            return !to.id->empty();
        }
        if (take(R"("type":")")) {
            if (!to.type_name.empty()) return false;
            to.type_name = word();
            return !to.type_name.empty();
        }
        if (!to.payload.empty() || !take(R"("payload":)")) return false;
        const char* const begin = at_;
        if (!take('{') || max_depth_ < 3) return false;
        do {
            if (!result_member(begin, to.result.members)) return false;
        } while (take(','));
        if (!take('}')) return false;
        const auto size = static_cast<std::size_t>(at_ - begin);
        to.result.whole = {begin, size};
        to.payload = {begin, size};
        return true;
    }

    bool result_member(const char* whole, detail::result_members& to) noexcept {
        auto* const part = take(R"("data":)")         ? &to.data
                           : take(R"("errors":)")     ? &to.errors
                           : take(R"("extensions":)") ? &to.extensions
                                                      : nullptr;
        if (!part || part->size != 0) return false;
        const char* const value = at_;
        const char* const behind = detail::plain_value_end(value, end_, max_depth_ - 2);
        if (!behind) return false;
        part->begin = static_cast<std::uint32_t>(value - whole);
        part->size = static_cast<std::uint32_t>(behind - value);
        at_ = behind;
        return true;
    }

    const char* at_;
    const char* const end_;
    const unsigned max_depth_;
};

} // namespace

void read_envelope(server_message& message, std::string_view text, unsigned max_depth) {
    message.clear();
    if (plain_envelope(text, max_depth).read(message)) return;
    message.clear();
    if (!detail::is_utf8(text)) throw text_not_utf8();
    detail::json_scanner scanner(text, max_depth);
    scanner.object([&](std::string_view key, detail::json_scanner& at) {
        if (key == "payload" && at.peek() == '{') {
            message.result = read_result_text(at);
            message.payload = message.result.whole;
            return;
        }
        const auto value = at.value();
        if (key == "type")
            message.type_name = detail::text_of(value, message.own_type_name).value_or("");
        else if (key == "id")
            message.id = detail::text_of(value, message.own_id);
        else if (key == "payload")
            message.payload = value, message.result = {};
    });
    scanner.finish();
}

server_message::type type_in_common(std::string_view name) noexcept {
    using type = server_message::type;
    if (name == "connection_ack") return type::ack;
    if (name == "error") return type::error;
    if (name == "complete") return type::complete;
    if (name == "connection_error") return type::connection_error; // some servers send it on the new protocol too
    return type::unknown;
}

std::optional<std::chrono::milliseconds> read_keep_alive_limit(std::string_view ack_payload) {
    const auto text = ack_payload.starts_with('{') ? find_pointer(ack_payload, "/connectionTimeoutMs") : std::nullopt;
    std::uint32_t limit = 0;
    if (!text) return std::nullopt;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (read.ec != std::errc() || read.ptr != text->data() + text->size() || limit == 0) return std::nullopt;
    return std::chrono::milliseconds(limit);
}

std::string connection_message(std::string_view type, std::string_view payload) {
    return with_type_and_payload("{", type, payload);
}

std::string operation_message(std::string_view type, std::uint64_t id, std::string_view payload) {
    return with_type_and_payload(R"({"id":")" + std::to_string(id) + "\",", type, payload);
}

} // namespace corogql::protocol
