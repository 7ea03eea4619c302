#include <corogql/mapi/run_type.hpp>

#include "mapi/models/enum_word.hpp"

#include <array>

namespace corogql::mapi {

namespace {

constexpr std::array<std::string_view, 7> type_words{"UNKNOWN",  "TRAINING",   "SECRET_TEST", "INTERACTIVE",
                                                     "HERO_RUN", "FINETUNING", "PRETRAINING"};

} // namespace

run_type run_type_from_string(std::string_view text) noexcept {
    for (std::size_t i = 0; i < type_words.size(); ++i)
        if (detail::is_word(text, type_words[i])) return static_cast<run_type>(i);
    return run_type::unknown;
}

std::string_view to_string(run_type type) noexcept {
    const auto index = static_cast<std::size_t>(type);
    return index < type_words.size() ? type_words[index] : type_words[0];
}

} // namespace corogql::mapi
