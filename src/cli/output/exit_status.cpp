#include "cli/output/exit_status.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace corogql::cli {

namespace {

struct failed_status {
    int number;
    std::string_view words;
    std::array<error_kind, 3> kinds; ///< The last kinds may be the same as those before.
};

// clang-format off
constexpr failed_status failures[] = {
    {1, "GraphQL errors", {error_kind::graphql, error_kind::graphql, error_kind::graphql}},
    {2, "usage", {error_kind::usage, error_kind::config, error_kind::callback}},
    {3, "no connection", {error_kind::connect, error_kind::tls, error_kind::lost}},
    {4, "HTTP", {error_kind::http, error_kind::http, error_kind::http}},
    {5, "protocol", {error_kind::protocol, error_kind::decode, error_kind::decode}},
    {6, "timeout", {error_kind::timeout, error_kind::timeout, error_kind::timeout}},
    {7, "credentials", {error_kind::credentials, error_kind::credentials, error_kind::credentials}},
    {8, "limits", {error_kind::limit, error_kind::overflow, error_kind::overflow}},
    {130, "interrupted", {error_kind::cancelled, error_kind::cancelled, error_kind::cancelled}},
};
// clang-format on

} // namespace

int exit_status(error_kind kind) noexcept {
    const auto* const found = std::find_if(std::begin(failures), std::end(failures), [kind](const auto& each) {
        return std::find(each.kinds.begin(), each.kinds.end(), kind) != each.kinds.end();
    });
    return found == std::end(failures) ? 5 : found->number;
}

std::string exit_status_help() {
    std::string text = "Exit status: 0 success";
    std::size_t line = text.size();
    for (const auto& each : failures) {
        const auto next = std::to_string(each.number) + " " + std::string(each.words);
        const bool fits = line + next.size() < 98;
        text += fits ? ", " : ",\n";
        text += next;
        line = fits ? line + 2 + next.size() : next.size();
    }
    return text + ".";
}

} // namespace corogql::cli
