/// Mock values are made up: what a schema says that a field has, and nothing has been said of.
#pragma once

#include "language/schema/schema.hpp"

#include <corogql/testing/event_source.hpp>

#include <boost/json/object.hpp>

#include <memory>

namespace corogql::testing {

/// All values follow from the seed, the way of fields that leads to them, and the arguments on it. A made up object
/// keeps that as a number in its member "__mock", and is complete only as far as somebody asks.
class mock_values {
public:
    mock_values(const language::schema& types, std::uint64_t seed) : types_(types), seed_(seed) {}

    json::value of_field(const language::type_definition& parent_type, const language::field_definition& field,
                         const json::object& parent, const json::object& arguments) const;

    /// Makes the source of a subscription's events, of which there are a few.
    std::unique_ptr<event_source> events(const language::type_definition& root, const language::field_definition& field,
                                         const json::object& arguments) const;

private:
    struct wanted;

    json::value make(const language::type_reference& type, std::uint64_t chance, const wanted& what) const;
    json::value make_object(const language::type_definition& type, std::uint64_t chance, const wanted& what) const;

    const language::schema& types_;
    const std::uint64_t seed_;
};

} // namespace corogql::testing
