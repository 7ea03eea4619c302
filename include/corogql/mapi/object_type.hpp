/// What MAPI's lists hold, and how people see it.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <string_view>
#include <vector>

namespace corogql::mapi {

enum class object_type {
    cluster,
    deployment,
    finetune,
    formatted_run_event,
    run,
    run_debug_info,
    secret,
    user,
    unknown,
};

std::string_view to_string(object_type type) noexcept;

/// The headings of a table of such objects; none for `unknown`.
const std::vector<std::string_view>& display_columns(object_type type) noexcept;

/// A model names its type in `static constexpr object_type type`; any other is unknown.
template <class T>
constexpr object_type type_of() noexcept {
    if constexpr (requires { T::type; })
        return T::type;
    else
        return object_type::unknown;
}

} // namespace corogql::mapi
