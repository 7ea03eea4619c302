#include "mapi/submission/translation.hpp"

#include <corogql/mapi/error.hpp>

#include <algorithm>

namespace corogql::mapi::detail {

namespace {

bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
char lower(char c) noexcept { return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c; }
char upper(char c) noexcept { return is_lower(c) ? static_cast<char>(c - ('a' - 'A')) : c; }

const json::object& expect_object(const json::value& value, std::string_view what) {
    if (const auto* object = value.if_object()) return *object;
    throw config_error(std::string(what) + " must be a mapping, not " + kind_of(value));
}

const json::array& expect_list(const json::value& value, std::string_view what) {
    if (const auto* list = value.if_array()) return *list;
    throw config_error(std::string(what) + " must be a list, not " + kind_of(value));
}

const json::value& take(const json::object& from, std::string_view name, const std::string& what) {
    if (const auto* found = from.if_contains(name)) return *found;
    throw config_error(what + " lacks " + std::string(name));
}

std::string entry(std::size_t index, const char* of) { return "entry " + std::to_string(index + 1) + " of " + of; }

} // namespace

std::string kind_of(const json::value& value) {
    switch (value.kind()) {
    case json::kind::null: return "null";
    case json::kind::bool_: return value.get_bool() ? "true" : "false";
    case json::kind::string: return "a text";
    case json::kind::array: return "a list";
    case json::kind::object: return "a mapping";
    default: return "a number";
    }
}

const name_pairs compute_names{{"gpu_type", "gpuType"}, {"node_names", "nodeNames"}};
const name_pairs scheduling_names{{"max_retries", "maxRetries"},
                                  {"retry_on_system_failure", "retryOnSystemFailure"},
                                  {"max_duration", "maxDuration"}};

std::string to_camel_case(std::string_view snake) {
    std::string camel;
    bool begins = true; // of a run of letters
    for (const char c : snake) {
        const bool letter = is_lower(c) || is_upper(c);
        if (c != '_') camel += begins && letter ? upper(c) : lower(c);
        begins = !letter;
    }
    if (!camel.empty()) camel.front() = lower(camel.front());
    return camel;
}

std::string to_snake_case(std::string_view camel) {
    std::string snake;
    for (std::size_t i = 0; i < camel.size(); ++i) {
        const bool first_of_word = i > 0 && is_upper(camel[i]) &&
                                   (is_lower(camel[i - 1]) || is_digit(camel[i - 1]) ||
                                    (camel[i - 1] != '_' && i + 1 < camel.size() && is_lower(camel[i + 1])));
        if (first_of_word) snake += '_';
        snake += lower(camel[i]);
    }
    return snake;
}

json::object without_nulls(json::object from) {
    json::object result;
    for (auto& [name, value] : from)
        if (!value.is_null()) result[name] = std::move(value);
    return result;
}

json::object renamed(const json::object& from, const name_pairs& names) {
    json::object result;
    for (const auto& [name, value] : from) {
        if (value.is_null()) continue;
        const std::string_view known = name;
        const auto found =
            std::find_if(names.begin(), names.end(), [&](const auto& pair) { return pair.first == known; });
        result[found == names.end() ? known : found->second] = value;
    }
    return result;
}

json::object renamed_within(const json::object& from, std::string (*rename)(std::string_view)) {
    json::object result;
    for (const auto& [name, value] : from) {
        auto& translated = result[rename(name)];
        translated = value;
        const auto* members = value.if_object();
        if (!members) continue;
        json::object inner;
        for (const auto& [key, member] : *members) inner[rename(key)] = member;
        translated = std::move(inner);
    }
    return result;
}

name_pairs inverse(const name_pairs& names) {
    name_pairs result;
    for (const auto& [yaml, mapi] : names) result.emplace_back(mapi, yaml);
    return result;
}

json::object env_variables(const json::value& from) {
    if (from.is_null()) return {};
    if (!from.is_array()) return expect_object(from, "env_variables");
    json::object variables;
    const auto& list = from.get_array();
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto what = entry(i, "env_variables");
        const auto& pair = expect_object(list[i], what);
        const auto& key = take(pair, "key", what);
        if (!key.is_string()) throw config_error("the key of " + what + " must be a text, not " + kind_of(key));
        variables[key.get_string()] = take(pair, "value", what);
    }
    return variables;
}

json::array to_mapi_env(const json::object& variables) {
    json::array list;
    for (const auto& [key, value] : variables) {
        json::object pair;
        pair["envKey"] = key;
        pair["envValue"] = value;
        list.push_back(std::move(pair));
    }
    return list;
}

json::object from_mapi_env(const json::value& list) {
    json::object variables;
    if (!list.is_array()) return variables;
    for (const auto& item : list.get_array()) {
        const auto* pair = item.if_object();
        const auto* key = pair ? pair->if_contains("envKey") : nullptr;
        const auto* value = pair ? pair->if_contains("envValue") : nullptr;
        if (key && key->is_string() && value) variables[key->get_string()] = *value;
    }
    return variables;
}

json::array to_mapi_integrations(const json::value& from) {
    json::array list;
    if (from.is_null()) return list;
    const auto& given = expect_list(from, "integrations");
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto what = entry(i, "integrations");
        const auto& integration = expect_object(given[i], what);
        const auto* type = integration.contains("type") ? "type" : "integration_type";
        json::object params;
        for (const auto& [name, value] : integration)
            if (name != type) params[to_camel_case(name)] = value;
        json::object sent;
        sent["type"] = take(integration, type, what);
        sent["params"] = std::move(params);
        list.push_back(std::move(sent));
    }
    return list;
}

json::array from_mapi_integrations(const json::value& list) {
    json::array result;
    if (!list.is_array()) return result;
    for (const auto& item : list.get_array()) {
        const auto* entry = item.if_object();
        if (!entry) continue;
        json::object integration;
        if (const auto* type = entry->if_contains("type")) integration["integration_type"] = *type;
        const auto* params = entry->if_contains("params");
        if (params && params->is_object())
            for (const auto& [name, value] : params->get_object()) integration[to_snake_case(name)] = value;
        result.push_back(std::move(integration));
    }
    return result;
}

json::object to_mapi_trackers(const json::value& from) {
    static const name_pairs mlflow{{"tracking_uri", "trackingUri"},
                                   {"experiment_path", "experimentPath"},
                                   {"model_registry_path", "modelRegistryPath"}};
    json::object trackers;
    for (const auto& [name, settings] : expect_object(from, "experiment_tracker"))
        trackers[name] = renamed(expect_object(settings, "a tracker"), name == "mlflow" ? mlflow : name_pairs());
    return trackers;
}

const json::value* given_field(const json::object& fields, std::string_view name) {
    const auto* found = fields.if_contains(name);
    return found && !found->is_null() ? found : nullptr;
}

json::object object_member(const json::object& from, std::string_view name) {
    const auto* found = given_field(from, name);
    if (!found) return {};
    if (const auto* object = found->if_object()) return *object;
    throw config_error(std::string(name) + " must be a mapping, not " + kind_of(*found));
}

} // namespace corogql::mapi::detail
