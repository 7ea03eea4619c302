#include "protocol/graphql/json_pointer.hpp"

#include "values/errors/detailed_error.hpp"
#include "values/json/builder.hpp"
#include "values/json/scanner.hpp"

#include <corogql/error.hpp>

#include <charconv>
#include <limits>

namespace corogql::protocol {

namespace {

/// Finds the text that `pointer` names in the value at the scanner. Of members named twice the last counts, so all of
/// the value is passed.
std::optional<std::string_view> find_below(detail::json_scanner& scanner, std::string_view pointer) {
    if (pointer.empty()) return scanner.value();
    const auto segment = take_segment(pointer);
    std::optional<std::string_view> found;
    if (scanner.peek() == '{') {
        scanner.object([&](std::string_view key, detail::json_scanner& at) {
            if (key == segment)
                found = find_below(at, pointer);
            else
                at.value();
        });
    } else if (scanner.peek() == '[') {
        const auto wanted = to_index(segment);
        std::size_t index = 0;
        scanner.array([&](detail::json_scanner& at) {
            if (index++ == wanted)
                found = find_below(at, pointer);
            else
                at.value();
        });
    } else {
        scanner.value();
    }
    return found;
}

} // namespace

bool is_json_pointer(std::string_view pointer) noexcept {
    if (pointer.empty()) return true;
    if (pointer.front() != '/') return false;
    for (std::size_t i = 0; i < pointer.size(); ++i)
        if (pointer[i] == '~' && (i + 1 == pointer.size() || (pointer[i + 1] != '0' && pointer[i + 1] != '1')))
            return false;
    return true;
}

std::string take_segment(std::string_view& pointer) {
    pointer.remove_prefix(1);
    const auto segment = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(segment.size());
    std::string result;
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (segment[i] == '~' && i + 1 < segment.size())
            result += segment[++i] == '1' ? '/' : '~';
        else
            result += segment[i];
    }
    return result;
}

/// Indices have no leading zeros (RFC 6901, section 4).
std::optional<std::size_t> to_index(std::string_view segment) noexcept {
    if (segment.empty() || (segment.size() > 1 && segment.front() == '0')) return std::nullopt;
    std::size_t index = 0;
    const auto read = std::from_chars(segment.data(), segment.data() + segment.size(), index);
    if (read.ec != std::errc() || read.ptr != segment.data() + segment.size()) return std::nullopt;
    return index;
}

std::optional<std::string_view> find_pointer(std::string_view text, std::string_view pointer) {
    detail::json_scanner scanner(text, std::numeric_limits<unsigned>::max());
    if (scanner.at_end()) return std::nullopt;
    return find_below(scanner, pointer);
}

json::value read_value(std::string_view text, unsigned max_depth) {
    std::string problem;
    auto value = detail::parse_json(text, problem, max_depth);
    if (!value)
        throw detailed_error(error_kind::decode, "a value of an event cannot be held: " + problem)
            .phase(error_phase::decode)
            .possibly_executed(true);
    return std::move(*value);
}

} // namespace corogql::protocol
