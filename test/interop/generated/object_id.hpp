// A scalar of a program's own: the hash of an object in git, with what reads and writes it.
#pragma once

#include <corogql/scalars/scalar_codec.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace real {

struct object_id {
    std::string hash;
};

} // namespace real

template <>
struct corogql::scalar_codec<real::object_id> {
    static bool read(std::string_view json, real::object_id& out) {
        out.hash = corogql::scalars::without_quotes(json);
        return !out.hash.empty() && out.hash.find('\\') == std::string::npos;
    }
    static void write(const real::object_id& value, std::string& json) { json += '"' + value.hash + '"'; }
};
