#include "testing/server/upload_form.hpp"

#include "transport/tls/hash.hpp"
#include "values/json/builder.hpp"
#include "values/text/ascii.hpp"
#include "values/text/utf8.hpp"

#include <charconv>
#include <map>
#include <optional>

namespace corogql::testing {

namespace {

struct form_part {
    std::string_view name, filename, content_type, body;
};

/// Returns a parameter of a header field, without quotation marks: `name` of `form-data; name="0"`.
std::string_view parameter(std::string_view field, std::string_view wanted) {
    detail::take_until(field, ';');
    while (!field.empty()) {
        auto value = detail::trim(detail::take_until(field, ';'));
        const auto name = detail::trim(detail::take_until(value, '='));
        if (!detail::equals_ignoring_case(name, wanted)) continue;
        value = detail::trim(value);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        return value;
    }
    return {};
}

form_part read_part(std::string_view text) {
    form_part part;
    for (;;) {
        const auto end = text.find("\r\n");
        auto line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 2);
        if (line.empty()) break;
        const auto name = detail::trim(detail::take_until(line, ':'));
        if (detail::equals_ignoring_case(name, "Content-Disposition")) {
            part.name = parameter(line, "name");
            part.filename = parameter(line, "filename");
        } else if (detail::equals_ignoring_case(name, "Content-Type")) {
            part.content_type = detail::trim(line);
        }
    }
    part.body = text;
    return part;
}

std::map<std::string_view, form_part> read_parts(std::string_view boundary, std::string_view body) {
    std::map<std::string_view, form_part> parts;
    const auto delimiter = "--" + std::string(boundary);
    auto at = body.find(delimiter);
    while (at != std::string_view::npos) {
        const auto begin = at + delimiter.size() + 2;
        const auto end = body.find("\r\n" + delimiter, begin - 2);
        if (end == std::string_view::npos) break;
        if (end > begin) {
            const auto part = read_part(body.substr(begin, end - begin));
            parts.emplace(part.name, part);
        }
        at = end + 2;
    }
    return parts;
}

json::object to_variable(const form_part& file) {
    json::object value;
    value["filename"] = file.filename;
    value["contentType"] = file.content_type;
    value["size"] = file.body.size();
    if (detail::is_utf8(file.body))
        value["text"] = file.body;
    else
        value["base64"] = transport::base64(file.body);
    return value;
}

/// Returns the place of `variables.files.0`; null where there is none.
json::value* find_place(json::value& root, std::string_view path) {
    auto* at = &root;
    while (at && !path.empty()) {
        const auto step = detail::take_until(path, '.');
        if (auto* members = at->if_object()) {
            at = members->if_contains(step);
        } else if (auto* items = at->if_array()) {
            std::size_t index = 0;
            const auto* const end = step.data() + step.size();
            const auto read = std::from_chars(step.data(), end, index);
            at = read.ec == std::errc() && read.ptr == end && index < items->size() ? &(*items)[index] : nullptr;
        } else {
            at = nullptr;
        }
    }
    return at;
}

std::optional<json::value> json_part(const std::map<std::string_view, form_part>& parts, std::string_view name,
                                     std::string& problem) {
    const auto found = parts.find(name);
    if (found != parts.end()) return detail::parse_json(found->second.body, problem);
    problem = "the form has no field " + std::string(name);
    return std::nullopt;
}

} // namespace

json::value read_upload_form(std::string_view content_type, std::string_view body, std::string& problem) {
    const auto boundary = parameter(content_type, "boundary");
    if (boundary.empty()) return problem = "the form has no boundary", nullptr;
    const auto parts = read_parts(boundary, body);
    auto operation = json_part(parts, "operations", problem);
    const auto places = operation ? json_part(parts, "map", problem) : std::nullopt;
    if (!places) return nullptr;
    if (!places->is_object()) return problem = "the map of files must be an object", nullptr;
    for (const auto& [name, paths] : places->get_object()) {
        const auto file = parts.find(std::string_view(name));
        if (file == parts.end()) return problem = "the form has no file " + std::string(name), nullptr;
        if (!paths.is_array()) return problem = "the map must name a list of places for " + std::string(name), nullptr;
        for (const auto& path : paths.get_array()) {
            auto* const place = path.is_string() ? find_place(*operation, path.get_string()) : nullptr;
            if (!place || !place->is_null()) return problem = "a file's place must be a variable that is null", nullptr;
            *place = to_variable(file->second);
        }
    }
    return std::move(*operation);
}

} // namespace corogql::testing
