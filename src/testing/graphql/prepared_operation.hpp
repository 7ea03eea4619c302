/// A prepared operation is a request that has been found good.
#pragma once

#include "language/schema/schema.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace corogql::testing {

namespace json = boost::json;

struct graphql_request {
    std::string query;
    std::string operation_name;
    json::object variables;
};

/// A document with its fragments by name.
struct indexed_document {
    explicit indexed_document(language::document parsed);

    language::document doc;
    std::unordered_map<std::string_view, const language::fragment*> fragments;
};

/// The fields under one response key.
struct field_group {
    std::string_view key;
    std::vector<const language::selection*> nodes;

    const language::selection& first() const noexcept { return *nodes.front(); }
};

struct prepared_operation {
    std::shared_ptr<const indexed_document> doc;
    std::shared_ptr<const language::schema> types;
    const language::operation* op = nullptr; ///< The operation is a part of `doc`.
    json::object variables;

    bool is_subscription() const noexcept { return op->kind == language::operation_kind::subscription; }
    const language::type_definition& root() const { return *types->root(op->kind); }
    /// Returns the names of the selected root fields, fragments included.
    std::vector<std::string> root_fields() const;

    /// Returns the fields that selection sets ask of an object type, keys in the order of their first appearance
    /// (GraphQL specification, section 6.3.2).
    std::vector<field_group> fields_of(const language::type_definition& type,
                                       const std::vector<const std::vector<language::selection>*>& sets) const;
    std::vector<field_group> fields_of_root() const { return fields_of(root(), {&op->selections}); }
};

} // namespace corogql::testing
