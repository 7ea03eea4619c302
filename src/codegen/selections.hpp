/// Selection sets become structs.
#pragma once

#include "codegen/model.hpp"
#include "codegen/type_map.hpp"
#include "language/diagnostic.hpp"

namespace corogql::codegen {

/// Makes the structs of fragments and of operations' data. Documents must be valid.
class selections {
public:
    selections(type_map& types, const language::document& documents, std::string name_space,
               std::vector<language::diagnostic>& faults)
        : types_(types), documents_(documents), namespace_(std::move(name_space)), faults_(faults) {}

    /// Returns the struct of selections on a type.
    cpp_struct made(std::string name, const language::type_definition& type,
                    const std::vector<language::selection>& all);

    /// Returns the structs of all fragments, each behind those that it spreads.
    std::vector<cpp_fragment> fragments();

    /// Whether the objects that these selections take must say their types.
    bool asks_for_type(const language::type_definition& type, const std::vector<language::selection>& all);

private:
    struct field;
    struct narrowing;
    struct gathered;
    struct scope;

    void gather(gathered& to, const language::type_definition& type, const language::type_definition& condition,
                const std::vector<language::selection>& all, bool conditional);
    void add_field(gathered& to, const language::type_definition& type, const language::type_definition& condition,
                   const language::selection& one, bool conditional);
    cpp_struct shaped(std::string name, const language::type_definition& type, const gathered& from, scope* around);
    void add_member(cpp_struct& to, scope& within, const field& of);
    bool is_also(std::string_view fragment, std::string_view other);
    void add_alternatives(cpp_struct& to, scope& within, const gathered& from, const language::type_definition& type);
    cpp_alternative alternative(scope& within, const gathered& from, const std::vector<std::size_t>& which,
                                std::vector<std::string> type_names);
    std::string object_type(scope& within, const field& of);
    std::string placed(scope& within, cpp_struct one, std::vector<std::string> names);
    std::string fragment_type(std::string_view name) const;
    bool has_leaf(const std::vector<std::string>& fragments, std::string_view key) const;
    bool always(const language::type_definition& type, const language::type_definition& condition) const;

    type_map& types_;
    const language::document& documents_;
    const std::string namespace_;
    std::vector<language::diagnostic>& faults_;
};

} // namespace corogql::codegen
