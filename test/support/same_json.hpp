/// Our JSON values are compared here with those that Boost.JSON's parser makes.
#pragma once

#include <boost/json/value.hpp>

#include <algorithm>

namespace corogql::test {

/// Whether both values are the same but for doubles, of which Boost's parser may miss the last bit.
inline bool same_but_doubles(const boost::json::value& ours, const boost::json::value& theirs) {
    if (ours.is_double() && theirs.is_double()) return true;
    if (ours.is_array() && theirs.is_array()) {
        const auto &left = ours.get_array(), &right = theirs.get_array();
        return std::equal(left.begin(), left.end(), right.begin(), right.end(), same_but_doubles);
    }
    if (!ours.is_object() || !theirs.is_object()) return ours == theirs;
    const auto &left = ours.get_object(), &right = theirs.get_object();
    return left.size() == right.size() && std::all_of(left.begin(), left.end(), [&](const auto& member) {
               const auto* known = right.if_contains(member.key());
               return known && same_but_doubles(member.value(), *known);
           });
}

} // namespace corogql::test
