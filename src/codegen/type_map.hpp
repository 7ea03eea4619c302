/// GraphQL types become C++ types: built-in ones by rule, custom scalars as `@cpp` says.
#pragma once

#include "codegen/model.hpp"
#include "codegen/names.hpp"
#include "language/schema/schema.hpp"

#include <map>
#include <set>

namespace corogql::codegen {

/// What a directive `@cpp` says of a definition.
struct cpp_directive {
    std::string type, codec, include, name;
    bool closed = false;
};

class type_map {
public:
    /// `said` is by coordinate: "DateTime", "User.id".
    type_map(const language::schema& types, std::map<std::string, cpp_directive> said, casing how, bool string_views)
        : schema_(types), said_(std::move(said)), casing_(how), string_views_(string_views) {}

    const language::schema& schema() const noexcept { return schema_; }

    /// Returns a type of an answer or an input around a leaf, or around whatever `inner` is.
    cpp_type wrapped(const language::type_reference& type, const cpp_type& inner) const;
    /// Returns a leaf type: a scalar or an enum. What it needs is noted.
    cpp_type leaf(const language::type_definition& type);
    /// Returns a leaf type of an answer, where texts may be views.
    cpp_type answer_leaf(const language::type_definition& type);

    /// Returns the C++ name of a type's member: as `@cpp(name:)` says, else by rule.
    std::string member(const language::type_definition& type, std::string_view field, std::string_view key) const;

    /// Returns the enums and headers that leaves have needed so far.
    const std::set<std::string>& enums() const noexcept { return enums_; }
    const std::set<std::string>& includes() const noexcept { return includes_; }
    casing how() const noexcept { return casing_; }

private:
    const language::schema& schema_;
    const std::map<std::string, cpp_directive> said_;
    const casing casing_;
    const bool string_views_;
    std::set<std::string> enums_, includes_;
};

} // namespace corogql::codegen
