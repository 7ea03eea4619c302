/// The configuration is read from a YAML file, and written to it.
#include "mapi/submission/read_file.hpp"
#include "mapi/submission/yaml.hpp"

#include <corogql/mapi/config.hpp>
#include <corogql/mapi/error.hpp>

#include <yaml-cpp/yaml.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <system_error>

namespace corogql::mapi {

namespace {

constexpr const char* api_key_name = "MOSAICML_API_KEY";
constexpr const char* mode_keys_name = "mcloud_envs";
constexpr const char* flags_name = "feature_flags";
constexpr const char* checked_name = "last_update_check";
constexpr const char* user_name = "_user_id";
constexpr const char* organization_name = "_organization_id";

[[noreturn]] void fail(const std::filesystem::path& file, const char* what, const std::string& reason) {
    throw config_error("the configuration file " + file.string() + " cannot be " + what + ": " + reason);
}

/// Reads the file; returns nullopt when there is no such file.
std::optional<std::string> read_if_there(const std::filesystem::path& file) {
    try {
        return detail::read_file(file);
    } catch (const std::system_error& failed) {
        if (failed.code() == std::errc::no_such_file_or_directory || failed.code() == std::errc::not_a_directory)
            return std::nullopt;
        fail(file, "read", failed.code().message());
    }
}

template <class Value>
void read_map(const YAML::Node& node, std::map<std::string, Value>& out) {
    if (!node.IsMap()) return;
    for (const auto& entry : node) out[entry.first.as<std::string>()] = entry.second.as<Value>();
}

std::string now_text() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    return text;
}

/// A file beside the one that it will replace, made with its final mode before anything is in it.
class replacement {
public:
    explicit replacement(const std::filesystem::path& file)
        : target_(file), name_(file.string() + ".XXXXXX"), descriptor_(::mkostemp(name_.data(), O_CLOEXEC)) {
        if (descriptor_ < 0) fail(target_, "written", std::strerror(errno));
    }
    ~replacement() {
        if (descriptor_ < 0) return;
        ::close(descriptor_);
        ::unlink(name_.c_str());
    }
    void write(std::string_view text) {
        while (!text.empty()) {
            const auto written = ::write(descriptor_, text.data(), text.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) fail(target_, "written", std::strerror(errno));
            text.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void commit() {
        if (::fsync(descriptor_) != 0 || ::rename(name_.c_str(), target_.c_str()) != 0)
            fail(target_, "written", std::strerror(errno));
        ::close(descriptor_);
        descriptor_ = -1;
    }

private:
    const std::filesystem::path& target_;
    std::string name_;
    int descriptor_; ///< The file's mode is 0600, because mkostemp() makes it so.
};

} // namespace

config config::load(const std::filesystem::path& file) {
    config result;
    const auto text = read_if_there(file);
    if (!text) return result;
    try {
        const auto root = YAML::Load(*text);
        if (root.IsNull()) return result;
        if (!root.IsMap()) fail(file, "read", "it is not a mapping");
        for (const auto& entry : root) {
            const auto name = entry.first.as<std::string>();
            const auto& value = entry.second;
            if (name == api_key_name)
                result.api_key = value.as<std::string>();
            else if (name == mode_keys_name)
                read_map(value, result.mode_keys);
            else if (name == flags_name)
                read_map(value, result.feature_flags);
            else if (name == checked_name)
                result.last_update_check = value.as<std::string>();
            else if (name == user_name)
                result.user_id = value.as<std::string>();
            else if (name == organization_name)
                result.organization_id = value.as<std::string>();
            else
                result.others_[name] = YAML::Dump(value);
        }
    } catch (const YAML::Exception& bad) {
        // The text of the exception gives line and column, never the value.
        fail(file, "read", bad.what());
    }
    return result;
}

void config::save(const std::filesystem::path& file) const {
    YAML::Emitter emitter;
    const auto begin = [&emitter](const std::string& name) -> YAML::Emitter& {
        return emitter << YAML::Key << name << YAML::Value;
    };
    // A key may look like a number or a date, which `mcli` would then read.
    const auto text = [&](const std::string& name, const std::string& value) {
        begin(name);
        if (detail::needs_quotes(value)) emitter << YAML::DoubleQuoted;
        emitter << value;
    };
    emitter << YAML::BeginDoc << YAML::BeginMap;
    if (!api_key.empty()) text(api_key_name, api_key);
    if (!feature_flags.empty()) begin(flags_name) << feature_flags;
    begin(checked_name) << (last_update_check.empty() ? now_text() : last_update_check); // a time for both
    if (!mode_keys.empty()) {
        begin(mode_keys_name) << YAML::BeginMap;
        for (const auto& [mode, key] : mode_keys) text(mode, key);
        emitter << YAML::EndMap;
    }
    if (user_id) text(user_name, *user_id);
    if (organization_id) text(organization_name, *organization_id);
    for (const auto& [name, value] : others_) begin(name) << YAML::Load(value);
    emitter << YAML::EndMap;
    std::error_code failed;
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), failed);
    if (failed) fail(file, "written", failed.message());
    replacement fresh(file);
    fresh.write(emitter.c_str());
    fresh.write("\n");
    fresh.commit();
}

} // namespace corogql::mapi
