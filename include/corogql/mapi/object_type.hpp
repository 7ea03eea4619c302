/// MAPI's lists hold objects of these types, which people see in tables.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <string_view>
#include <vector>

namespace corogql::mapi {

/// A type says what a list holds.
enum class object_type {
    cluster,             ///< A list holds clusters.
    deployment,          ///< A list holds deployments.
    finetune,            ///< A list holds finetunes.
    formatted_run_event, ///< A list holds events of a run, in words for people.
    run,                 ///< A list holds runs.
    run_debug_info,      ///< A list holds what clusters saw of runs.
    secret,              ///< A list holds secrets.
    user,                ///< A list holds users.
    unknown,             ///< A list holds something else.
};

/// Returns the name of a type.
std::string_view to_string(object_type type) noexcept;

/// Returns the headings of a table of such objects; none for `unknown`.
const std::vector<std::string_view>& display_columns(object_type type) noexcept;

/// Returns the type of a model, which names it in `static constexpr object_type type`; any other is unknown.
template <class T>
constexpr object_type type_of() noexcept {
    if constexpr (requires { T::type; })
        return T::type;
    else
        return object_type::unknown;
}

} // namespace corogql::mapi
