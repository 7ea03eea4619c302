/// A choice says which of many things a verb is meant for: by name, by pattern, by what the filters say.
#pragma once

#include "cli/mapi/session.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace corogql::cli {

/// Whether a name has * ? or [ in it.
bool is_pattern(const std::string& name);
bool has_pattern(const mapi_filter& filter);
/// Whether `name` is one of the filter's names, patterns among them; all names fit where the filter has none.
bool fits_names(const mapi_filter& filter, const std::string& name);
/// Whether the filter says anything but names.
bool has_conditions(const mapi_filter& filter);
/// Throws kind usage where nothing says which things are meant, and --all is not given.
void require_choice(const mapi_filter& filter, const char* kind);

/// Returns the things whose names fit, at most `most` of them; 0 means all.
template <class T>
mapi::object_list<T> fitting(const mapi_filter& filter, const mapi::object_list<T>& found, std::uint64_t most) {
    std::vector<T> items;
    json::array source;
    for (std::size_t i = 0; i < found.size() && (most == 0 || items.size() < most); ++i) {
        if (!fits_names(filter, found[i].name)) continue;
        items.push_back(found[i]);
        source.push_back(found.source()[i]);
    }
    return {std::move(items), std::move(source)};
}

/// Returns the exact names of what was chosen, after a question where it takes one. `find` lists so many of the things
/// that the filters let through; 0 means all. `useful` judges the things that were not named exactly: those that are
/// not useful are passed over.
template <class T>
std::vector<std::string> chosen(mapi_session& session, const char* verb, const char* kind,
                                mapi::object_list<T> (*find)(mapi_session&, std::uint64_t most),
                                bool (*useful)(const T&) = nullptr) {
    const auto& wanted = session.filter();
    require_choice(wanted, kind);
    const bool conditions = has_conditions(wanted);
    if (wanted.names.size() == 1 && !has_pattern(wanted) && !conditions) return wanted.names;
    const auto listed = find(session, wanted.latest ? 1 : 0);
    const auto named = [&](const T& each) {
        return std::find(wanted.names.begin(), wanted.names.end(), each.name) != wanted.names.end();
    };
    std::vector<T> items;
    for (const auto& each : listed)
        if (!useful || useful(each) || named(each)) items.push_back(each);
    const mapi::object_list<T> found(std::move(items), {});
    std::vector<std::string> names;
    for (const auto& each : found) names.push_back(each.name);
    for (const auto& name : wanted.names) {
        if (is_pattern(name) || std::find(names.begin(), names.end(), name) != names.end()) continue;
        if (conditions)
            tell_redacted("corogql: " + name + " is not among them");
        else
            names.push_back(name); // to be missed by name
    }
    if (names.empty()) throw mapi::mapi_error(404, std::string("There are no such ") + kind);
    if (!found.empty()) session.confirm(verb, found);
    return names;
}

} // namespace corogql::cli
