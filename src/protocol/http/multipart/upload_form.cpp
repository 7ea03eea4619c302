#include "protocol/http/multipart/upload_form.hpp"

#include "protocol/graphql/json_writer.hpp"
#include "protocol/http/uuid.hpp"
#include "values/text/header_text.hpp"

#include <corogql/error.hpp>

namespace corogql::protocol {

namespace {

void check_upload(const upload_file& file) {
    if (file.paths.empty()) throw error(error_kind::usage, "a file to be uploaded has no place among the variables");
    if (!detail::is_field_value(file.media_type))
        throw error(error_kind::usage, "the media type of a file to be uploaded holds control characters");
}

/// Escapes a name as browsers do (WHATWG HTML, "Multipart form data"): RFC 7578 knows no other escapes.
std::string escaped_name(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '"')
            out += "%22";
        else if (c == '\r')
            out += "%0D";
        else if (c == '\n')
            out += "%0A";
        else
            out += c;
    }
    return out;
}

std::string part_disposition(std::string_view field) {
    return "Content-Disposition: form-data; name=\"" + std::string(field) + '"';
}

/// Returns the text of the field `map`, such as {"0":["variables.file"]}.
std::string file_map(const std::vector<upload_file>& files) {
    std::string map;
    for (std::size_t i = 0; i < files.size(); ++i) {
        append_json_string(map += i == 0 ? '{' : ',', std::to_string(i));
        map += ':';
        char before = '[';
        for (const auto& path : files[i].paths) {
            append_json_string(map += before, path);
            before = ',';
        }
        map += ']';
    }
    return map += map.empty() ? "{}" : "}";
}

} // namespace

upload_form::upload_form(std::string_view operations, std::vector<upload_file> files, std::uint64_t random,
                         std::uint64_t more)
    : boundary_("corogql-" + random_uuid(random, more)), files_(std::move(files)) {
    for (const auto& file : files_) check_upload(file);
    const auto delimiter = "--" + boundary_ + "\r\n";
    head_ = delimiter + part_disposition("operations") + "\r\n\r\n";
    head_ += operations;
    head_ += "\r\n" + delimiter + part_disposition("map") + "\r\n\r\n" + file_map(files_);
    length_ = head_.size() + tail().size();
    for (std::size_t i = 0; i < files_.size(); ++i) length_ += part_head(i).size() + files_[i].size;
}

std::string upload_form::part_head(std::size_t file) const {
    const auto& [paths, name, media_type, size] = files_[file];
    return "\r\n--" + boundary_ + "\r\n" + part_disposition(std::to_string(file)) + "; filename=\"" +
           (name.empty() ? "blob" : escaped_name(name)) +
           "\"\r\nContent-Type: " + (media_type.empty() ? "application/octet-stream" : media_type) + "\r\n\r\n";
}

} // namespace corogql::protocol
