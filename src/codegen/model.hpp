/// The model is what is generated, in words of C++: structs with their members, and nothing of how they are laid out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace corogql::codegen {

/// A type is as it stands in code, with the codec that reads and writes it.
struct cpp_type {
    std::string name;
    std::string codec;

    friend bool operator==(const cpp_type&, const cpp_type&) = default;
};

struct cpp_member {
    std::string key; ///< The response key.
    std::string name;
    cpp_type type;
    bool required = false;    ///< The server's answer must have it.
    bool conditional = false; ///< A variable decides whether it is asked for.
    std::string comment;

    friend bool operator==(const cpp_member&, const cpp_member&) = default;
};

/// A fragment that is spread where a variable decides is a member of the struct that spreads it.
struct cpp_optional_fragment {
    std::string fragment; ///< Its name in GraphQL.
    std::string name;

    friend bool operator==(const cpp_optional_fragment&, const cpp_optional_fragment&) = default;
};

/// An alternative is what an object of certain types holds besides what all have.
struct cpp_alternative {
    std::string type;                    ///< The struct's name, or the fragment's.
    std::vector<std::string> type_names; ///< The object types in GraphQL.

    friend bool operator==(const cpp_alternative&, const cpp_alternative&) = default;
};

struct cpp_struct {
    std::string name;
    std::string comment;
    std::vector<std::string> bases; ///< The fragments that it is, by their names in GraphQL.
    std::vector<cpp_struct> nested; ///< Structs that stand within it, in an order in which each knows those it needs.
    std::vector<cpp_member> members;
    std::vector<cpp_optional_fragment> optional_fragments;
    std::vector<cpp_alternative> alternatives; ///< There is a member with one of them where there are any.
    std::string variant_name;                  ///< How that member is called.

    /// Whether two are alike but for their names.
    bool same_content(const cpp_struct& other) const {
        return bases == other.bases && nested == other.nested && members == other.members &&
               optional_fragments == other.optional_fragments && alternatives == other.alternatives;
    }
    friend bool operator==(const cpp_struct& left, const cpp_struct& right) {
        return left.name == right.name && left.same_content(right);
    }
};

struct cpp_fragment {
    std::string graphql_name;
    std::string expression; ///< How code names the struct where a nested one may have its name.
    std::string qualified;  ///< With its namespace, for a member of the same name.
    cpp_struct type;
    std::string file; ///< The document that it stands in.
};

/// An input is a variable, or a field of an input object.
struct cpp_input {
    std::string key;
    std::string name;
    cpp_type type;         ///< Without `input<>` around it.
    bool required = false; ///< It is an argument of the constructor.
    bool nullable = false; ///< Null may be sent.
    std::string comment;
    std::string deprecated; ///< The reason; empty where it is not.
};

struct cpp_operation {
    std::string name; ///< The class's.
    std::string graphql_name;
    std::string action;
    std::string file;
    std::size_t line = 0;
    std::string comment;
    cpp_struct data;
    std::vector<cpp_input> variables;
    std::string document, hash;
    std::string resume_pointer, resume_variable;
    std::string page_items, page_cursor, page_size;
    std::vector<std::string> item_keys; ///< Lead from the data to an item of a page.
};

struct cpp_enum {
    std::string name;
    std::string comment;
    struct value {
        std::string key, name, comment, deprecated;
    };
    std::vector<value> values;
};

struct cpp_input_object {
    std::string name;
    std::string comment;
    bool one_of = false;
    std::vector<cpp_input> fields;
};

struct model {
    std::vector<cpp_enum> enums;
    std::vector<cpp_input_object> inputs; ///< In an order in which each knows those that it holds.
    std::vector<cpp_fragment> fragments;  ///< In such an order, too.
    std::vector<cpp_operation> operations;
    std::vector<std::string> files;    ///< The documents, in the order given.
    std::vector<std::string> includes; ///< The headers of mapped scalars.
};

} // namespace corogql::codegen
