/// What the fuzz targets share.
#pragma once

#include <corogql/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace corogql::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// libFuzzer keeps the input for which a target traps.
inline void require(bool holds) {
    if (!holds) __builtin_trap();
}

/// Runs what may refuse its input, but only by an error of one of these kinds.
template <class Function>
bool accepts(Function&& function, std::initializer_list<error_kind> refusals) {
    try {
        function();
        return true;
    } catch (const error& refused) {
        bool expected = false;
        for (const auto kind : refusals) expected = expected || refused.kind() == kind;
        require(expected);
        require(*refused.what() != '\0');
        return false;
    }
}

/// All that a parser gives for a text that comes in pieces, none of which stays in memory.
template <class Parser, class Function>
void feed(Parser& parser, std::string_view text, std::size_t piece, Function&& take) {
    for (std::size_t at = 0; at < text.size(); at += piece) {
        const std::string memory(text.substr(at, piece));
        parser.put(memory);
        while (const auto item = parser.next()) take(*item);
    }
}

} // namespace corogql::fuzz
