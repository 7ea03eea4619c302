/// MAPI's enums have words that servers spell in several ways: RUNNING, Running and SECRET_TEST, SecretTest are alike.
#pragma once

#include "values/text/ascii.hpp"

#include <string_view>

namespace corogql::mapi::detail {

/// Whether `text` is the word `known`, which is in upper snake case.
inline bool is_word(std::string_view text, std::string_view known) noexcept {
    const auto skip = [](std::string_view& from) {
        while (!from.empty() && (from.front() == '_' || from.front() == '-' || from.front() == ' '))
            from.remove_prefix(1);
    };
    for (skip(text), skip(known); !text.empty() && !known.empty(); skip(text), skip(known)) {
        if (corogql::detail::to_lower(text.front()) != corogql::detail::to_lower(known.front())) return false;
        text.remove_prefix(1);
        known.remove_prefix(1);
    }
    return text.empty() && known.empty();
}

} // namespace corogql::mapi::detail
