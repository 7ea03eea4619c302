#include <corogql/mapi/error.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace corogql::mapi {

struct mapi_error::facts {
    unsigned status;
    std::string message;
    std::optional<std::string> description;
    std::optional<error> cause;
};

namespace {

std::string describe(unsigned status, const std::string& message, const std::optional<std::string>& description) {
    auto text = "Error " + std::to_string(status) + ": " + message;
    if (description) text += ". " + *description;
    return text;
}

/// The names of createRun's input stand beside what people write in YAML.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> yaml_names{{
    {"runName", "name"},
    {"parentName", "parent_name"},
    {"gpuType", "gpu_type"},
    {"gpuNum", "gpu_num"},
    {"envVariables", "env_variables"},
    {"dependentDeployment", "dependent_deployment"},
}};

std::string yaml_name(std::string_view name) {
    for (const auto& [input, yaml] : yaml_names)
        if (input == name) return std::string(yaml);
    return std::string(name);
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Returns the names that a message calls required: "gpuType is a required field, image is a required field" gives
/// "gpu_type, image".
std::string missing_values(std::string_view message) {
    constexpr std::string_view mark = " is a required field";
    std::string names;
    for (auto at = message.find(mark); at != std::string_view::npos; at = message.find(mark, at + 1)) {
        auto begin = at;
        while (begin > 0 && is_letter(message[begin - 1])) --begin;
        if (begin == at) continue;
        if (!names.empty()) names += ", ";
        names += yaml_name(message.substr(begin, at - begin));
    }
    return names;
}

std::string run_config_message(std::string_view message) {
    const auto missing = missing_values(message);
    if (missing.empty()) return std::string(message);
    return "Run configuration is missing the following required values: " + missing;
}

using error_list = std::vector<std::shared_ptr<const mapi_error>>;

unsigned greatest_status(const error_list& errors) {
    unsigned status = 0;
    for (const auto& entry : errors) status = std::max(status, entry->status());
    return status;
}

template <class Text>
std::string joined(const error_list& errors, std::string_view separator, Text text) {
    std::string all;
    for (const auto& entry : errors) {
        if (!all.empty()) all += separator;
        all += text(*entry);
    }
    return all;
}

std::string messages(const error_list& errors) {
    return joined(errors, "; ", [](const mapi_error& entry) { return entry.message(); });
}

std::string lines(const error_list& errors) {
    return joined(errors, "\n", [](const mapi_error& entry) { return std::string(entry.what()); });
}

} // namespace

mapi_error::mapi_error(unsigned status, std::string message, std::optional<std::string> description)
    : std::runtime_error(describe(status, message, description)),
      facts_(std::make_shared<facts>(facts{status, std::move(message), std::move(description), std::nullopt})) {}

mapi_error::mapi_error(unsigned status, std::string message, const wording& text)
    : std::runtime_error(text.what),
      facts_(std::make_shared<facts>(facts{status, std::move(message), std::nullopt, std::nullopt})) {}

unsigned mapi_error::status() const noexcept { return facts_->status; }
const std::string& mapi_error::message() const noexcept { return facts_->message; }
const std::optional<std::string>& mapi_error::description() const noexcept { return facts_->description; }
const error* mapi_error::cause() const noexcept { return facts_->cause ? &*facts_->cause : nullptr; }

mapi_error& mapi_error::cause(const error& value) {
    facts_ = std::make_shared<facts>(*facts_);
    facts_->cause = value;
    return *this;
}

run_config_error::run_config_error(unsigned status, std::string_view message)
    : mapi_error(status, run_config_message(message)) {}

multi_mapi_error::multi_mapi_error(error_list errors)
    : mapi_error(greatest_status(errors), messages(errors), wording{lines(errors)}),
      errors_(std::make_shared<const error_list>(std::move(errors))) {}

timeout_error::timeout_error(std::optional<std::string> last_failure)
    : mapi_error(504,
                 "Request has timed out. Please check your internet connection or extend the timeout using "
                 "MCLI_TIMEOUT",
                 last_failure ? std::optional("The last failure was: " + *last_failure) : std::nullopt) {}

request_cancelled::request_cancelled(std::string last_failure, bool possibly_executed)
    : boost::system::system_error(boost::asio::error::operation_aborted, "the request was cancelled"),
      last_failure_(std::move(last_failure)), possibly_executed_(possibly_executed) {}

} // namespace corogql::mapi
