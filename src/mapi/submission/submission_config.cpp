#include <corogql/mapi/submission_config.hpp>

#include <corogql/mapi/error.hpp>

#include "mapi/submission/read_file.hpp"
#include "mapi/submission/translation.hpp"
#include "mapi/submission/yaml.hpp"

#include <system_error>

namespace corogql::mapi::detail {

json::object read_yaml_fields(std::string_view text) {
    auto read = parse_yaml(text);
    if (read.is_null()) return {};
    if (!read.is_object()) throw config_error("the YAML is no mapping");
    return std::move(read.get_object());
}

json::object read_yaml_file(const std::filesystem::path& file) {
    std::string text;
    try {
        text = read_file(file);
    } catch (const std::system_error& failed) {
        throw config_error(file.string() + " cannot be read: " + failed.code().message());
    }
    try {
        return read_yaml_fields(text);
    } catch (const config_error& bad) {
        throw config_error(file.string() + ": " + bad.what());
    }
}

std::string write_yaml_fields(const json::object& fields) { return to_yaml(fields); }

void set_field(json::object& fields, std::string_view path, json::value value) {
    auto* within = &fields;
    for (auto point = path.find('.'); point != std::string_view::npos; point = path.find('.')) {
        const auto name = path.substr(0, point);
        auto& next = (*within)[name];
        if (next.is_null()) next.emplace_object();
        if (next.is_array() && name == "env_variables") next = env_variables(next);
        if (!next.is_object())
            throw config_error(std::string(path) + " cannot be set: " + std::string(name) + " is " + kind_of(next) +
                               ", no mapping");
        within = &next.get_object();
        path.remove_prefix(point + 1);
    }
    if (value.is_null())
        within->erase(path);
    else
        (*within)[path] = std::move(value);
}

void add_env_variable(json::object& fields, const std::string& name, const std::string& value) {
    const auto* given = fields.if_contains("env_variables");
    auto variables = given ? env_variables(*given) : json::object();
    variables[name] = value;
    fields["env_variables"] = std::move(variables);
}

} // namespace corogql::mapi::detail
