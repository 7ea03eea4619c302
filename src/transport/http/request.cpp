#include "transport/http/request.hpp"

#include "transport/http/content_coding.hpp"

#include <algorithm>
#include <charconv>
#include <span>

namespace corogql::transport {

namespace {

class decimal {
public:
    explicit decimal(std::uint64_t number)
        : size_(static_cast<std::size_t>(std::to_chars(digits_, digits_ + sizeof digits_, number).ptr - digits_)) {}
    std::string_view text() const noexcept { return {digits_, size_}; }

private:
    char digits_[20];
    std::size_t size_;
};

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

/// Appends what follows the target. The Host field comes first (RFC 9112, section 3.2).
void append_fields(std::string& out, const http_request& request) {
    out.append(" HTTP/1.1\r\n");
    append_field(out, "Host", request.authority);
    if (!request.upgrade.empty()) {
        append_field(out, "Connection", "Upgrade");
        append_field(out, "Upgrade", request.upgrade);
    }
    if (request.fields)
        for (const auto& [name, value] : *request.fields) append_field(out, name, value);
    if (request.any_coding) append_field(out, "Accept-Encoding", accepted_codings);
}

/// Whether the request says how long its body is: where a body means something its absence is said, too (RFC 9110,
/// section 8.6).
bool says_length(const http_request& request) {
    return request.method == "POST" || request.method == "PUT" || !request.body.empty() || request.following > 0;
}

/// Replaces `out` by the pieces. Requests are much alike in size, so that hardly any of the memory is new.
void join(std::string& out, std::span<const std::string_view> pieces) {
    std::size_t size = 0;
    for (const auto piece : pieces) size += piece.size();
    out.resize(size);
    char* at = out.data();
    for (const auto piece : pieces) at = std::copy(piece.begin(), piece.end(), at);
}

} // namespace

prepared_fields::prepared_fields(const http_request& of) { append_fields(text_, of); }

void write_request(std::string& out, const http_request& request) {
    const decimal length(request.body.size() + request.following);
    if (request.prepared) {
        const std::string_view pieces[] = {request.method,     " ",           request.target, request.prepared->text_,
                                           "Content-Length: ", length.text(), "\r\n\r\n",     request.body};
        return join(out, pieces);
    }
    out.clear();
    out.append(request.method).append(" ").append(request.target);
    append_fields(out, request);
    if (says_length(request)) append_field(out, "Content-Length", length.text());
    out.append("\r\n").append(request.body);
}

} // namespace corogql::transport
