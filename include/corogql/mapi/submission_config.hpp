/// What configurations have in common: fields as YAML has them.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace corogql {

namespace json = boost::json;

namespace detail {

/// Throws mapi::config_error, which names line and column, or the file.
json::object read_yaml_fields(std::string_view text);
json::object read_yaml_file(const std::filesystem::path& file);
std::string write_yaml_fields(const json::object& fields);
/// `path`: names with points between them.
void set_field(json::object& fields, std::string_view path, json::value value);

} // namespace detail

namespace mapi {

namespace json = boost::json;

template <class Config>
class submission_config {
public:
    /// Read as YAML 1.1, as `mcli` does: `yes` is true, 1e-6 is a text, 1.0e-6 a number. Throws config_error, which
    /// names line and column, for what is no YAML mapping.
    static Config from_yaml(std::string_view text) { return from_fields(detail::read_yaml_fields(text)); }
    /// The same of a file; config_error names it.
    static Config from_file(const std::filesystem::path& file) { return from_fields(detail::read_yaml_file(file)); }
    /// The fields as YAML would have them.
    static Config from_fields(json::object fields) {
        Config made;
        made.fields_ = std::move(fields);
        return made;
    }

    /// "compute.gpus": one field, or one of a mapping within. Null takes it away. Throws config_error where what is to
    /// hold it is no mapping.
    Config& set(std::string_view path, json::value value) {
        detail::set_field(fields_, path, std::move(value));
        return static_cast<Config&>(*this);
    }
    /// A variable in the environment of what is started.
    Config& env_variable(const std::string& name, const std::string& value);

    const json::object& fields() const noexcept { return fields_; }
    /// Read again, by `mcli` too, it is the same configuration.
    std::string to_yaml() const { return detail::write_yaml_fields(fields_); }

protected:
    submission_config() = default;

    json::object fields_;
};

} // namespace mapi

namespace detail {

/// With an older list made a mapping. Throws mapi::config_error.
void add_env_variable(json::object& fields, const std::string& name, const std::string& value);

} // namespace detail

template <class Config>
Config& mapi::submission_config<Config>::env_variable(const std::string& name, const std::string& value) {
    detail::add_env_variable(fields_, name, value);
    return static_cast<Config&>(*this);
}

} // namespace corogql
