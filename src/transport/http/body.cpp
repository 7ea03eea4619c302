#include "transport/http/body.hpp"

#include "transport/http/error.hpp"
#include "transport/http/head.hpp"
#include "values/text/header_text.hpp"

#include <algorithm>
#include <charconv>

namespace corogql::transport {

void http_body::begin_length(std::uint64_t length, std::string& into) {
    if (length > limit_) throw_too_large("body", limit_);
    length_ = left_ = length;
    came_ = 0;
    into.reserve(static_cast<std::size_t>(length));
    next_ = length == 0 ? part::nothing : part::content;
}

void http_body::begin_chunks() {
    lines_.reset();
    trailers_.clear();
    came_ = 0;
    next_ = part::chunk_size;
}

void http_body::begin_until_end() {
    came_ = 0;
    next_ = part::until_end;
}

void http_body::put(std::string_view& bytes, std::string& into) {
    while (!bytes.empty() && !done()) {
        switch (next_) {
        case part::content: take_content(bytes, into, part::nothing); break;
        case part::chunk_content: take_content(bytes, into, part::chunk_end); break;
        case part::until_end:
            if (bytes.size() > limit_ - into.size()) throw_too_large("body", limit_);
            add(bytes, into);
            bytes = {};
            break;
        default: {
            const auto line = lines_.take(bytes);
            if (!line) return;
            if (next_ == part::chunk_size) {
                take_chunk_size(*line, into.size());
            } else if (next_ == part::chunk_end) {
                if (!line->empty()) throw_malformed_http("a chunk is longer than it says, by", *line);
                lines_.begin_block();
                next_ = part::chunk_size;
            } else if (line->empty()) {
                next_ = part::nothing;
            } else {
                read_field(*line, trailers_);
            }
        }
        }
    }
}

void http_body::take_content(std::string_view& bytes, std::string& into, part after) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    add(bytes.substr(0, size), into);
    bytes.remove_prefix(size);
    left_ -= size;
    if (left_ == 0) next_ = after;
}

void http_body::add(std::string_view bytes, std::string& into) {
    into += bytes;
    came_ += bytes.size();
}

void http_body::take_chunk_size(std::string_view line, std::size_t received) {
    if (!detail::is_field_value(line)) throw_malformed_http("a control character in chunk line", line);
    const auto semicolon = line.find(';');
    auto text = line.substr(0, semicolon);
    while (semicolon != line.npos && (text.ends_with(' ') || text.ends_with('\t'))) text.remove_suffix(1);
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), left_, 16);
    if (failed != std::errc() || end != text.data() + text.size()) throw_malformed_http("bad chunk size", text);
    if (left_ > limit_ - received) throw_too_large("body", limit_);
    lines_.begin_block();
    next_ = left_ == 0 ? part::trailer : part::chunk_content;
}

void http_body::put_end() {
    const auto size = std::to_string(came_);
    if (next_ == part::content)
        throw_truncated_http("the body ended after " + size + " of " + std::to_string(length_) + " bytes");
    if (next_ != part::until_end && !done())
        throw_truncated_http("the chunked body ended after " + size + " bytes, before its last chunk");
    next_ = part::nothing;
}

} // namespace corogql::transport
