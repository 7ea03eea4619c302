/// Configurations have this in common: fields as YAML has them.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace corogql::mapi {

namespace json = boost::json;

namespace detail {

/// Reads fields. Throws config_error, which names line and column, or the file.
json::object read_yaml_fields(std::string_view text);
json::object read_yaml_file(const std::filesystem::path& file);
std::string write_yaml_fields(const json::object& fields);
/// Sets a field; `path` has names with points between them.
void set_field(json::object& fields, std::string_view path, json::value value);

} // namespace detail

/// A configuration has fields as YAML has them; `Config` is the class that is derived from it.
template <class Config>
class submission_config {
public:
    /// Reads YAML 1.1, as `mcli` does: `yes` is true, 1e-6 is a text, 1.0e-6 a number. Throws config_error, which names
    /// line and column, for what is no YAML mapping.
    static Config from_yaml(std::string_view text) { return from_fields(detail::read_yaml_fields(text)); }
    /// Reads a file of YAML 1.1, as from_yaml() does; config_error names the file.
    static Config from_file(const std::filesystem::path& file) { return from_fields(detail::read_yaml_file(file)); }
    /// Takes the fields as YAML would have them.
    static Config from_fields(json::object fields) {
        Config made;
        made.fields_ = std::move(fields);
        return made;
    }

    /// Sets one field, or one of a mapping within: "compute.gpus". Null takes it away. Throws config_error where what
    /// is to hold it is no mapping.
    Config& set(std::string_view path, json::value value) {
        detail::set_field(fields_, path, std::move(value));
        return static_cast<Config&>(*this);
    }
    /// Sets a variable in the environment of what is started.
    Config& env_variable(const std::string& name, const std::string& value);

    /// Returns the fields as YAML has them.
    const json::object& fields() const noexcept { return fields_; }
    /// Writes YAML. Read again, by `mcli` too, it is the same configuration.
    std::string to_yaml() const { return detail::write_yaml_fields(fields_); }

protected:
    /// Makes a configuration without fields.
    submission_config() = default;

    json::object fields_; ///< Holds the fields as YAML has them.
};

namespace detail {

/// Adds a variable; an older list is made a mapping. Throws config_error.
void add_env_variable(json::object& fields, const std::string& name, const std::string& value);

} // namespace detail

template <class Config>
Config& submission_config<Config>::env_variable(const std::string& name, const std::string& value) {
    detail::add_env_variable(fields_, name, value);
    return static_cast<Config&>(*this);
}

} // namespace corogql::mapi
