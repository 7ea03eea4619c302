/// A run's type says what the run is for.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <string_view>

namespace corogql::mapi {

/// A type says what a run is for.
enum class run_type {
    unknown,     ///< The server's word is none of the others.
    training,    ///< The run trains a model.
    secret_test, ///< The run tries a secret out.
    interactive, ///< The run is one to work in.
    hero_run,    ///< The run is what MAPI calls HERO_RUN.
    finetuning,  ///< The run finetunes a model.
    pretraining, ///< The run pretrains a model.
};

/// Returns the type of a word; case, underscores, hyphens and blanks do not matter. It is `unknown` for any other word.
run_type run_type_from_string(std::string_view text) noexcept;
/// Returns MAPI's word: "HERO_RUN".
std::string_view to_string(run_type type) noexcept;

} // namespace corogql::mapi
