#include "transport/http/codec.hpp"

#include "transport/http/error.hpp"

namespace corogql::transport {

namespace {

constexpr unsigned max_interim = 32;

} // namespace

http_parser::http_parser(http_limits limits, detail::http_message& message)
    : body_(limits.body, limits.header), common_(message), lines_(limits.header) {}

void http_parser::reset() {
    common_.headers.clear();
    common_.known = {};
    common_.body.clear();
    lines_.reset();
    next_ = part::start_line;
    interim_ = 0;
}

std::size_t http_parser::put(std::span<const std::byte> input) {
    if (done()) return 0;
    std::string_view bytes(reinterpret_cast<const char*>(input.data()), input.size());
    while (next_ == part::start_line || next_ == part::fields) {
        if (const auto size = take_plain_line(bytes)) {
            bytes.remove_prefix(size);
            continue;
        }
        const auto line = lines_.take(bytes);
        if (!line) {
            if (next_ == part::start_line) check_beginning(lines_.partial());
            break;
        }
        take_line(*line);
    }
    if (next_ == part::body) {
        body_.put(bytes, common_.body);
        if (body_.done()) next_ = part::nothing;
    }
    return input.size() - bytes.size();
}

/// Takes, in one pass, the line at the front if it is whole and as most are, and returns its size. 0 means that
/// take_line() is to look at it.
std::size_t http_parser::take_plain_line(std::string_view bytes) {
    if (!lines_.partial().empty()) return 0;
    const bool first = next_ == part::start_line;
    const bool last = !first && bytes.starts_with("\r\n");
    const auto size = first ? take_usual_start_line(bytes) : last ? 2 : take_plain_field(bytes, common_.headers);
    lines_.pass(size);
    if (last)
        on_head();
    else if (size > 0)
        next_ = part::fields;
    return size;
}

void http_parser::take_line(std::string_view line) {
    if (next_ == part::start_line) {
        read_start_line(line);
        next_ = part::fields;
    } else if (!line.empty()) {
        read_field(line, common_.headers);
    } else {
        on_head();
    }
}

void http_parser::on_head() {
    next_ = part::body; // the head is whole even if its body is refused
    next_ = end_head();
    if (next_ == part::body && body_.done()) next_ = part::nothing;
    lines_.begin_block();
}

void http_parser::put_end() {
    if (done()) return;
    if (next_ != part::body)
        throw_truncated_http(next_ == part::start_line && lines_.partial().empty()
                                 ? "the connection ended before the header"
                                 : "the connection ended within the header");
    body_.put_end();
    next_ = part::nothing;
}

void http_response_parser::check_beginning(std::string_view piece) const {
    if (!begins_status_line(piece)) read_status_line(piece);
}

void http_response_parser::read_start_line(std::string_view line) {
    const auto read = read_status_line(line);
    message_.version = read.version;
    message_.status = read.status;
    message_.reason = read.reason;
}

std::size_t http_response_parser::take_usual_start_line(std::string_view bytes) {
    constexpr std::string_view usual = "HTTP/1.1 200 OK\r\n";
    if (!bytes.starts_with(usual)) return 0;
    message_.version = 11;
    message_.status = 200;
    message_.reason = "OK";
    return usual.size();
}

http_parser::part http_response_parser::end_head() {
    const auto& fields = message_.known = read_fields(message_.headers, message_.version);
    const auto status = message_.status;
    message_.keep_alive = fields.keep_alive;
    if (status / 100 == 1 && status != 101) {
        if (++interim_ > max_interim)
            throw_malformed_http("more than " + std::to_string(max_interim) + " interim responses");
        message_.headers.clear();
        message_.known = {};
        return part::start_line;
    }
    if (status == 101 || status == 204 || status == 304) {
        // What follows is another protocol, or a body that must not be there and would be read as the next answer.
        message_.keep_alive = false;
        return part::nothing;
    }
    if (fields.chunked) {
        body_.begin_chunks();
    } else if (fields.length) {
        body_.begin_length(*fields.length, message_.body);
    } else {
        body_.begin_until_end();
        message_.keep_alive = false;
    }
    return part::body;
}

void http_request_parser::read_start_line(std::string_view line) {
    const auto read = read_request_line(line);
    message_.version = read.version;
    message_.method = read.method;
    message_.target = read.target;
}

http_parser::part http_request_parser::end_head() {
    const auto& fields = message_.known = read_fields(message_.headers, message_.version);
    message_.keep_alive = fields.keep_alive;
    message_.upgrade =
        message_.headers.has_token("Connection", "upgrade") && message_.headers.has_token("Upgrade", "websocket");
    if (fields.chunked)
        body_.begin_chunks();
    else
        body_.begin_length(fields.length.value_or(0), message_.body);
    return part::body;
}

} // namespace corogql::transport
