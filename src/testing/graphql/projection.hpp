/// A projection shapes JSON after an operation's selection sets (GraphQL specification, sections 6.3 and 6.4).
#pragma once

#include "testing/graphql/answers.hpp"
#include "testing/graphql/prepared_operation.hpp"
#include "testing/graphql/values.hpp"

#include <corogql/graphql_error.hpp>

#include <optional>

namespace corogql::testing {

/// A null where there must be none gives nullopt, which makes the nearest nullable place above null.
class projection {
public:
    projection(const prepared_operation& prepared, const answers& from, input_coercion& inputs)
        : prepared_(prepared), types_(*prepared.types), answers_(from), inputs_(inputs) {}

    /// Returns {"data": …} and, where fields failed, {"errors": …}.
    json::object run(const json::object& root);

private:
    struct field_place {
        const language::type_definition& parent;
        const field_group& group;
        std::string name() const { return std::string(parent.name.text) + '.' + std::string(group.first().name.text); }
    };

    std::optional<json::object> fields(const std::vector<field_group>& groups, const language::type_definition& type,
                                       const json::object& parent);
    std::optional<json::value> field(const field_place& place, const language::field_definition& definition,
                                     const json::object& parent);
    std::optional<json::value> complete(const json::value& value, const language::type_reference& type,
                                        const field_place& place);
    std::optional<json::value> complete_some(const json::value& value, const language::type_reference& type,
                                             const field_place& place);
    std::optional<json::value> complete_list(const json::array& items, const language::type_reference& type,
                                             const field_place& place);
    std::optional<json::value> complete_object(const json::value& value, const language::type_definition& type,
                                               const field_place& place);
    const language::type_definition& type_of(const json::object& object, const language::type_definition& type,
                                             const field_place& place) const;
    graphql_error& report(const std::string& message, const field_group& where);

    const prepared_operation& prepared_;
    const language::schema& types_;
    const answers& answers_;
    input_coercion& inputs_;
    json::array path_;
    std::vector<graphql_error> errors_;
    unsigned depth_ = 0;
};

} // namespace corogql::testing
