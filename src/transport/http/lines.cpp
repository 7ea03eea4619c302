#include "transport/http/lines.hpp"

#include "transport/http/error.hpp"

namespace corogql::transport {

std::optional<std::string_view> http_lines::take(std::string_view& bytes) {
    if (taken_) {
        kept_.clear();
        taken_ = false;
    }
    const auto end = bytes.find('\n');
    const bool whole = end != std::string_view::npos;
    auto line = bytes.substr(0, whole ? end + 1 : bytes.size());
    bytes.remove_prefix(line.size());
    if (size_ + kept_.size() + line.size() > limit_) throw_too_large("header", limit_);
    if (!whole || !kept_.empty()) {
        kept_ += line;
        if (!whole) return std::nullopt;
        taken_ = true;
        line = kept_;
    }
    size_ += line.size();
    line.remove_suffix(1);
    if (line.empty() || line.back() != '\r') throw_malformed_http("a line that ends in a lone LF:", line);
    line.remove_suffix(1);
    return line;
}

void http_lines::pass(std::size_t size) {
    size_ += size;
    if (size_ > limit_) throw_too_large("header", limit_);
}

void http_lines::reset() noexcept {
    size_ = 0;
    kept_.clear();
    taken_ = false;
}

} // namespace corogql::transport
