/// What people write in YAML (snake case) is translated to MAPI's inputs (camel case), and back.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace corogql::mapi::detail {

namespace json = boost::json;

/// Turns "max_batch_size" into "maxBatchSize".
std::string to_camel_case(std::string_view snake);
/// Turns "maxBatchSize" into "max_batch_size".
std::string to_snake_case(std::string_view camel);

/// Each pair is a name in YAML, and MAPI's.
using name_pairs = std::vector<std::pair<std::string_view, std::string_view>>;

/// Renames members by `names`. Members without a pair keep their names; nulls are left out.
json::object renamed(const json::object& from, const name_pairs& names);
json::object without_nulls(json::object from);
/// Renames members, and those of members that are objects, by `rename`.
json::object renamed_within(const json::object& from, std::string (*rename)(std::string_view));

/// Returns "a text", "a list", …: errors show no value, which may be a secret.
std::string kind_of(const json::value& value);

// Each throws config_error, which names the member, for a value of another shape.

/// Returns the mapping that `from` is, or that an older list of {key, value} stands for.
json::object env_variables(const json::value& from);
/// Returns the list [{envKey, envValue}] of a mapping.
json::array to_mapi_env(const json::object& variables);
json::object from_mapi_env(const json::value& list);
/// Returns the list [{type, params}] of mappings with `integration_type` (or `type`) among their parameters.
json::array to_mapi_integrations(const json::value& from);
json::array from_mapi_integrations(const json::value& list);
/// Translates the trackers `mlflow` and `wandb`.
json::object to_mapi_trackers(const json::value& from);

extern const name_pairs compute_names;
extern const name_pairs scheduling_names;

/// Returns the pairs the other way round: from MAPI's names.
name_pairs inverse(const name_pairs& names);

/// Finds a member; returns a null pointer where it is absent or null.
const json::value* given_field(const json::object& fields, std::string_view name);
/// Returns the member as an object, empty where it is absent or null; throws config_error for anything else.
json::object object_member(const json::object& from, std::string_view name);

} // namespace corogql::mapi::detail
