#include <corogql/typed/writer.hpp>

#include <corogql/error.hpp>
#include <corogql/upload.hpp>

#include <charconv>
#include <cmath>

namespace corogql::typed {

namespace {

/// Returns how a character is escaped in a string; nothing where it stands for itself.
std::string escaped(char c) {
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\t': return "\\t";
    case '\r': return "\\r";
    default: break;
    }
    if (static_cast<unsigned char>(c) >= 0x20) return {};
    constexpr const char* digits = "0123456789abcdef";
    return std::string("\\u00") + digits[c >> 4] + digits[c & 15];
}

} // namespace

void writer::open(char bracket) {
    out_ += bracket;
    path_.push_back({{}, 0, bracket == '['});
}

void writer::close(char bracket) {
    out_ += bracket;
    path_.pop_back();
}

void writer::key(std::string_view name) {
    separate();
    path_.back().name = name;
    out_.append(1, '"').append(name).append("\":");
}

void writer::text(std::string_view value) {
    out_ += '"';
    std::size_t begin = 0;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const auto replacement = escaped(value[at]);
        if (replacement.empty()) continue;
        out_.append(value.substr(begin, at - begin)).append(replacement);
        begin = at + 1;
    }
    out_.append(value.substr(begin)) += '"';
}

void writer::integer(std::int64_t value) { out_ += std::to_string(value); }

void writer::number(double value) {
    if (!std::isfinite(value)) throw error(error_kind::usage, "an input is a number that JSON cannot write");
    char digits[32];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void writer::attach(const upload& what) {
    std::string path;
    for (const auto& [name, index, list] : path_) {
        if (!path.empty()) path += '.';
        path += list ? std::to_string(index - 1) : std::string(name);
    }
    files_.emplace_back(std::move(path), what);
    raw("null");
}

} // namespace corogql::typed
