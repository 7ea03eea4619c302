#include "protocol/http/multipart/parser.hpp"

#include "values/errors/detailed_error.hpp"
#include "values/text/ascii.hpp"

#include <corogql/error.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace corogql::protocol {

namespace {

constexpr std::size_t most_header = 16 * 1024;
constexpr std::string_view white_space = " \t\r\n";

error bad_multipart(error_kind kind, const std::string& problem) {
    return detailed_error(kind, problem).phase(error_phase::stream).possibly_executed(true);
}

error malformed_multipart(const std::string& problem) {
    return bad_multipart(error_kind::protocol, "the multipart answer " + problem);
}

error large_part(std::size_t limit) {
    return bad_multipart(error_kind::limit,
                         "a part is larger than " + std::to_string(limit) + " bytes (option max_message_size)");
}

std::size_t read_part_length(std::string_view digits) {
    std::size_t length = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (read.ec == std::errc::result_out_of_range) return SIZE_MAX;
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size())
        throw malformed_multipart("has a part with an impossible Content-Length");
    return length;
}

} // namespace

multipart_parser::multipart_parser(std::string_view boundary, std::size_t max_message_size)
    : delimiter_("\n--" + std::string(boundary)), max_size_(max_message_size) {}

std::optional<multipart_part> multipart_parser::next() {
    std::optional<multipart_part> part;
    while (!part)
        if (!advance(part)) break;
    if (part) return part;
    window_.keep(begin_);
    for (auto* place : {&at_, &scanned_, &body_, &type_begin_}) *place -= std::min(*place, begin_);
    begin_ = 0;
    return std::nullopt;
}

bool multipart_parser::advance(std::optional<multipart_part>& part) {
    switch (state_) {
    case state::beginning: return take_beginning();
    case state::preamble: return skip_preamble();
    case state::boundary_end: return take_boundary_end();
    case state::header: return take_header();
    case state::body: return take_body(part);
    case state::after_body: return take_after_body();
    case state::epilogue: break;
    }
    begin_ = at_ = window_.text().size();
    return false;
}

/// Takes the first boundary, which needs no line before it.
bool multipart_parser::take_beginning() {
    const auto text = window_.text();
    if (text.starts_with(boundary())) {
        at_ = boundary().size();
        state_ = state::boundary_end;
        return true;
    }
    if (boundary().starts_with(text)) return false;
    state_ = state::preamble;
    return true;
}

bool multipart_parser::skip_preamble() {
    const auto text = window_.text();
    const auto found = text.find(delimiter_, at_);
    if (found == text.npos) {
        begin_ = at_ = text.size() - std::min(text.size(), delimiter_.size() - 1);
        return false;
    }
    at_ = found + delimiter_.size();
    state_ = state::boundary_end;
    return true;
}

/// Takes what stands behind a boundary: two dashes, or padding and the end of the line. A line that only begins with
/// the boundary is a boundary, too (RFC 2046), and no line of JSON begins with two dashes.
bool multipart_parser::take_boundary_end() {
    begin_ = at_;
    const auto rest = window_.text().substr(at_);
    if (rest.starts_with("--")) {
        state_ = state::epilogue;
        return true;
    }
    const auto end = rest.substr(std::min(rest.find_first_not_of(" \t"), rest.size()));
    const auto padding = rest.size() - end.size();
    if (padding > most_header) throw malformed_multipart("has too much space behind a boundary");
    if (end.empty() || end == "\r" || rest == "-") return false;
    const std::size_t newline = end.starts_with('\n') ? 1 : end.starts_with("\r\n") ? 2 : 0;
    if (newline == 0) throw malformed_multipart("has text behind a boundary");
    begin_ = at_ = scanned_ = at_ + padding + newline;
    type_size_ = 0;
    length_.reset();
    state_ = state::header;
    return true;
}

bool multipart_parser::take_header() {
    const auto text = window_.text();
    if (at_ == begin_) { // a boundary right behind another
        const auto rest = text.substr(at_, boundary().size());
        if (rest == boundary()) {
            at_ += rest.size();
            state_ = state::boundary_end;
            return true;
        }
        if (boundary().starts_with(rest)) return false;
    }
    while (true) {
        const auto end = std::min(text.find('\n', scanned_), text.size());
        if (end - begin_ > most_header)
            throw malformed_multipart("has a part whose header is larger than " + std::to_string(most_header) +
                                      " bytes");
        if (end == text.size()) {
            scanned_ = end;
            return false;
        }
        auto line = text.substr(at_, end - at_);
        if (line.ends_with('\r')) line.remove_suffix(1);
        at_ = scanned_ = end + 1;
        if (line.empty()) break;
        take_field(line);
    }
    body_ = at_;
    scanned_ = at_ - 1; // a body without a byte has its delimiter there
    object_end_ = {};
    state_ = state::body;
    return true;
}

void multipart_parser::take_field(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == line.npos) throw malformed_multipart("has a part with a header line that is no field");
    const auto name = line.substr(0, colon);
    const auto value = detail::trim(line.substr(colon + 1));
    if (detail::equals_ignoring_case(name, "content-type")) {
        type_begin_ = static_cast<std::size_t>(value.data() - window_.text().data());
        type_size_ = value.size();
    } else if (detail::equals_ignoring_case(name, "content-length")) {
        length_ = read_part_length(value);
        if (*length_ > max_size_) throw large_part(max_size_);
    }
}

bool multipart_parser::take_body(std::optional<multipart_part>& part) {
    const auto text = window_.text();
    if (length_) {
        if (text.size() - body_ < *length_) return false;
        part = part_until(body_ + *length_);
        return true;
    }
    if (const auto found = text.find(delimiter_, scanned_); found != text.npos) {
        part = part_until(std::max(found, body_));
        at_ = found + delimiter_.size();
        state_ = state::boundary_end;
        return true;
    }
    const auto unsure = delimiter_.size() - 1; // may be the beginning of one
    scanned_ = std::max(scanned_, text.size() - std::min(text.size(), unsure));
    if (const auto size = object_end_.find(text.substr(body_))) {
        part = part_until(body_ + size);
        return true;
    }
    if (text.size() - body_ > max_size_ + 1 + unsure) throw large_part(max_size_);
    return false;
}

std::optional<multipart_part> multipart_parser::part_until(std::size_t end) {
    const auto text = window_.text();
    at_ = end;
    begin_ = end - 1;
    state_ = state::after_body;
    auto body = text.substr(body_, end - body_);
    body = body.substr(0, body.find_last_not_of(white_space) + 1);
    body.remove_prefix(std::min(body.find_first_not_of(white_space), body.size()));
    if (body.size() > max_size_) throw large_part(max_size_);
    if (body.empty()) return std::nullopt;
    return multipart_part{text.substr(type_begin_, type_size_), body};
}

/// Takes the boundary behind a body whose end was known before its delimiter came.
bool multipart_parser::take_after_body() {
    const auto text = window_.text();
    const auto found = std::min(text.find_first_not_of(white_space, at_), text.size());
    at_ = found;
    begin_ = found - 1;
    const auto rest = text.substr(found);
    const auto size = boundary().size();
    if (!rest.empty() && (text[found - 1] != '\n' || rest.substr(0, size) != boundary().substr(0, rest.size())))
        throw malformed_multipart("has text behind the end of a part");
    if (rest.size() < size) return false;
    at_ += size;
    state_ = state::boundary_end;
    return true;
}

} // namespace corogql::protocol
