/// What a run is for.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <string_view>

namespace corogql::mapi {

enum class run_type { unknown, training, secret_test, interactive, hero_run, finetuning, pretraining };

/// Case, underscores, hyphens and blanks do not matter; `unknown` for any other word.
run_type run_type_from_string(std::string_view text) noexcept;
/// "HERO_RUN"
std::string_view to_string(run_type type) noexcept;

} // namespace corogql::mapi
