// HTTP/1.1 framing by Beast's basic_parser, with our own messages under it: what it finds goes straight to
// them.
#include "transport/http_codec.hpp"
#include "values/text.hpp"

#include <corogql/error.hpp>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/version.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace corogql::transport {
namespace {

namespace http = boost::beast::http;
using boost::system::error_code;
using beast_view = boost::beast::string_view;

constexpr unsigned max_interim = 32;

std::string_view view(beast_view text) noexcept { return {text.data(), text.size()}; }

void clear(http_response_message& message) noexcept {
    message.status = 0;
    message.reason.clear();
    message.version = 11;
    message.headers.clear();
    message.body.clear();
    message.keep_alive = false;
}

void clear(http_request_message& message) noexcept {
    message.method.clear();
    message.target.clear();
    message.headers.clear();
    message.body.clear();
    message.keep_alive = message.upgrade = false;
}

/// Beast's parser of one message, writing to ours.
template <bool is_request>
class sink final : public http::basic_parser<is_request> {
public:
    using message_type = std::conditional_t<is_request, http_request_message, http_response_message>;

    sink(message_type& message, const http_limits& limits) : message_(message), max_header_(limits.header) {
        this->header_limit(static_cast<std::uint32_t>(limits.header));
        this->body_limit(limits.body);
    }

private:
    void on_request_impl(http::verb, beast_view method, beast_view target, int, error_code&) override {
        if constexpr (is_request) {
            message_.method = view(method);
            message_.target = view(target);
        }
    }
    void on_response_impl(int code, beast_view reason, int version, error_code&) override {
        if constexpr (!is_request) {
            message_.status = static_cast<unsigned>(code);
            message_.reason = view(reason);
            message_.version = static_cast<unsigned>(version);
        }
    }
    void on_field_impl(http::field id, beast_view name, beast_view value, error_code& ec) override {
        if (this->is_header_done()) return on_trailer(name, value, ec);
        // Beast takes other codings for "no chunks", and two parties would then see two different bodies.
        if (id == http::field::transfer_encoding && !detail::equals_ignoring_case(view(value), "chunked"))
            ec = http::error::bad_transfer_encoding;
        else
            message_.headers.add(view(name), view(value));
    }
#if BOOST_VERSION >= 109000
    void on_trailer_field_impl(http::field, beast_view name, beast_view value, error_code& ec) override {
        on_trailer(name, value, ec);
    }
#endif
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>& size, error_code&) override {
        if (size) message_.body.reserve(static_cast<std::size_t>(*size)); // Beast has checked the limit
    }
    std::size_t on_body_impl(beast_view body, error_code&) override {
        message_.body.append(body.data(), body.size());
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, beast_view extensions, error_code& ec) override {
        if (extensions.size() > max_header_) ec = http::error::header_limit;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, beast_view body, error_code& ec) override {
        return on_body_impl(body, ec);
    }
    void on_finish_impl(error_code&) override {}

    /// Trailers are of no use to us, but must end some day.
    void on_trailer(beast_view name, beast_view value, error_code& ec) {
        trailer_size_ += name.size() + value.size() + 4;
        if (trailer_size_ > max_header_) ec = http::error::header_limit;
    }

    message_type& message_;
    std::size_t max_header_;
    std::size_t trailer_size_ = 0;
};

/// Feeds messages to a sink. An incomplete line Beast wants again, with more behind it: it is kept here.
template <bool is_request>
class reader {
public:
    explicit reader(const http_limits& limits) : limits_(limits) { reset(); }

    void reset() {
        begin();
        kept_.clear();
        interim_ = 0;
        started_ = done_ = false;
    }

    std::size_t put(std::string_view bytes) {
        std::size_t taken = 0;
        while (taken < bytes.size() && !done_) {
            started_ = true;
            const auto rest = bytes.substr(taken);
            taken += kept_.empty() ? put_straight(rest) : put_behind_kept(rest);
            if (kept_.size() > limits_.header) fail(http::error::header_limit);
        }
        return taken;
    }

    void put_end() {
        if (done_) return;
        if (!sink_->is_header_done())
            fail("the connection ended " + std::string(sink_->got_some() ? "within" : "before") +
                 " the header");
        const auto size = std::to_string(message.body.size());
        if (const auto length = sink_->content_length())
            fail("the body ended after " + size + " of " + std::to_string(*length) + " bytes");
        if (!sink_->need_eof())
            fail("the chunked body ended after " + size + " bytes, before its last chunk");
        error_code ec;
        sink_->put_eof(ec);
        if (ec) fail(ec);
        finish();
    }

    bool started() const noexcept { return started_; }
    bool done() const noexcept { return done_; }

    typename sink<is_request>::message_type message;

private:
    static constexpr const char* noun = is_request ? "request" : "response";

    void begin() {
        clear(message);
        sink_.emplace(message, limits_);
        header_size_ = 0;
    }

    std::size_t put_straight(std::string_view bytes) {
        const auto used = parse(bytes);
        if (!incomplete_) return used;
        kept_ = bytes.substr(used);
        return bytes.size();
    }

    std::size_t put_behind_kept(std::string_view bytes) {
        const auto piece = bytes.substr(0, 4096);
        kept_.append(piece);
        // Of a last chunk Beast asserts to be shown no less than an empty one again. Behind the header only
        // chunk lines are kept, and no chunked body goes on with less than that.
        if (sink_->is_header_done() && kept_.size() < 5) return piece.size();
        std::size_t used = 0;
        do
            used += parse(std::string_view(kept_).substr(used));
        while (!incomplete_ && !done_ && used < kept_.size());
        kept_.erase(0, used);
        return done_ ? piece.size() - std::exchange(kept_, {}).size() : piece.size();
    }

    std::size_t parse(std::string_view bytes) {
        const bool in_header = !sink_->is_header_done();
        error_code ec;
        const auto used = sink_->put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
        incomplete_ = ec == http::error::need_more;
        if (ec && !incomplete_) fail(ec);
        if (in_header) {
            // Beast limits each line only.
            header_size_ += used;
            const auto rest = sink_->is_header_done() ? 0 : bytes.size() - used;
            if (header_size_ + rest > limits_.header) fail(http::error::header_limit);
        }
        if (sink_->is_done()) finish();
        return used;
    }

    void finish() {
        if constexpr (is_request) {
            message.upgrade = message.headers.has_token("Connection", "upgrade") &&
                              message.headers.has_token("Upgrade", "websocket");
        } else if (message.status / 100 == 1 && message.status != 101) {
            if (++interim_ > max_interim)
                fail("more than " + std::to_string(max_interim) + " interim responses");
            return begin();
        }
        message.keep_alive = sink_->keep_alive();
        done_ = true;
    }

    [[noreturn]] void fail(const std::string& why) const {
        throw error(error_kind::protocol, "HTTP " + std::string(noun) + ": " + why)
            .phase(error_phase::receive);
    }

    [[noreturn]] void fail(error_code ec) const {
        const auto too_large = [](std::string_view part, std::size_t limit) {
            const auto text = "the HTTP " + std::string(noun) + " has a " + std::string(part) +
                              " of more than the limit of " + std::to_string(limit) + " bytes";
            throw error(error_kind::limit, text).phase(error_phase::receive);
        };
        if (ec == http::error::header_limit) too_large("header", limits_.header);
        if (ec == http::error::body_limit) too_large("body", limits_.body);
        fail(ec.message());
    }

    http_limits limits_;
    std::optional<sink<is_request>> sink_;
    std::string kept_;
    std::size_t header_size_ = 0;
    unsigned interim_ = 0;
    bool incomplete_ = false; ///< Beast's last answer: it wants the rest again
    bool started_ = false;
    bool done_ = false;
};

std::string_view view(std::span<const std::byte> bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

struct http_response_parser::state : reader<false> {
    using reader::reader;
};

http_response_parser::http_response_parser(http_limits limits) : state_(std::make_unique<state>(limits)) {}
http_response_parser::~http_response_parser() = default;
void http_response_parser::reset() { state_->reset(); }
std::size_t http_response_parser::put(std::span<const std::byte> bytes) { return state_->put(view(bytes)); }
void http_response_parser::put_end() { state_->put_end(); }
bool http_response_parser::started() const noexcept { return state_->started(); }
bool http_response_parser::done() const noexcept { return state_->done(); }
http_response_message& http_response_parser::message() noexcept { return state_->message; }

struct http_request_parser::state : reader<true> {
    using reader::reader;
};

http_request_parser::http_request_parser(http_limits limits) : state_(std::make_unique<state>(limits)) {}
http_request_parser::~http_request_parser() = default;
void http_request_parser::reset() { state_->reset(); }
std::size_t http_request_parser::put(std::span<const std::byte> bytes) { return state_->put(view(bytes)); }
bool http_request_parser::started() const noexcept { return state_->started(); }
bool http_request_parser::done() const noexcept { return state_->done(); }
http_request_message& http_request_parser::message() noexcept { return state_->message; }

} // namespace corogql::transport
