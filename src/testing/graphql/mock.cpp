#include "testing/graphql/mock.hpp"

#include "testing/graphql/mock_leaf.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace corogql::testing {

namespace {

constexpr std::uint64_t event_count = 3;
constexpr auto no_limit = ~std::uint64_t(0);

std::uint64_t mixed(std::uint64_t chance, std::string_view text) {
    for (const char c : text) chance = (chance ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return spread(chance);
}

/// Returns how many items an argument allows: `first` of connections, `limit` of plain lists.
std::uint64_t most_items(const json::object& arguments) {
    for (const auto* name : {"first", "last", "limit", "pageSize", "perPage"}) {
        const auto* value = arguments.if_contains(name);
        if (value && value->is_int64() && value->get_int64() >= 0)
            return static_cast<std::uint64_t>(value->get_int64());
    }
    return no_limit;
}

/// Copies what arguments say of leaves of the answer, members of input objects included.
void echo(const language::schema& types, const language::type_definition& type, const json::object& arguments,
          json::object& into) {
    const auto take = [&](const json::object::value_type& given) {
        const auto* field = type.field(std::string_view(given.key()));
        const auto* leaf = field && !field->type.is_list() ? types.find(field->type) : nullptr;
        if (leaf && leaf->is_leaf() && given.value().is_primitive() && !given.value().is_null())
            into[given.key()] = given.value();
    };
    for (const auto& given : arguments) {
        take(given);
        if (const auto* members = given.value().if_object())
            for (const auto& inner : *members) take(inner);
    }
}

class mock_events : public event_source {
public:
    explicit mock_events(std::function<json::value(std::uint64_t)> make) : make_(std::move(make)) {}

    std::optional<json::value> next() override {
        if (ended()) return std::nullopt;
        return make_(++at_);
    }
    bool ended() const override { return at_ >= event_count; }
    std::uint64_t position() const override { return at_; }
    void go_on_behind(std::uint64_t position) override { at_ = std::min(position, event_count); }

private:
    const std::function<json::value(std::uint64_t)> make_;
    std::uint64_t at_ = 0;
};

} // namespace

struct mock_values::wanted {
    std::string_view parent, field;
    const json::object& arguments;
    std::uint64_t limit; ///< So many items a list has at most.
};

json::value mock_values::of_field(const language::type_definition& parent_type, const language::field_definition& field,
                                  const json::object& parent, const json::object& arguments) const {
    auto chance = seed_;
    auto limit = most_items(arguments);
    if (const auto* own = parent.if_contains("__mock")) {
        chance = own->to_number<std::uint64_t>();
        // The items of a connection are below the object that has the argument.
        if (const auto* own_limit = parent.if_contains("__limit"))
            limit = std::min(limit, own_limit->to_number<std::uint64_t>());
    } else if (!parent.empty()) {
        chance = mixed(chance, json::serialize(parent));
    }
    chance = mixed(mixed(chance, parent_type.name.text), field.name.text);
    if (!arguments.empty()) chance = mixed(chance, json::serialize(arguments));
    return make(field.type, chance, {parent_type.name.text, field.name.text, arguments, limit});
}

std::unique_ptr<event_source> mock_values::events(const language::type_definition& root,
                                                  const language::field_definition& field,
                                                  const json::object& arguments) const {
    const auto begin = mixed(mixed(mixed(seed_, root.name.text), field.name.text), json::serialize(arguments));
    return std::make_unique<mock_events>([this, &root, &field, arguments, begin](std::uint64_t number) {
        return make(field.type, spread(begin + number), {root.name.text, field.name.text, arguments, no_limit});
    });
}

json::value mock_values::make(const language::type_reference& type, std::uint64_t chance, const wanted& what) const {
    if (type.is_list()) {
        json::array items;
        const wanted of_item{what.parent, what.field, what.arguments, no_limit};
        for (std::uint64_t i = 0, count = std::min(2 + chance % 3, what.limit); i < count; ++i)
            items.push_back(make(type.item(), spread(chance + i + 1), of_item));
        return items;
    }
    const auto* definition = types_.find(type);
    if (!definition) return nullptr;
    if (!definition->is_leaf()) return make_object(*definition, chance, what);
    return make_leaf(*definition, {what.parent, what.field}, chance);
}

json::value mock_values::make_object(const language::type_definition& type, std::uint64_t chance,
                                     const wanted& what) const {
    const auto& possible = types_.possible_types(type);
    if (possible.empty()) return nullptr;
    const auto& actual = *possible[chance % possible.size()];
    json::object object;
    object["__typename"] = actual.name.text;
    object["__mock"] = chance;
    if (what.limit != no_limit) object["__limit"] = what.limit;
    echo(types_, actual, what.arguments, object);
    // Resolvers of others can tell objects apart by this.
    const auto* id = actual.field("id");
    if (const auto* leaf = id && !id->type.is_list() ? types_.find(id->type) : nullptr;
        leaf && leaf->is_leaf() && !object.contains("id"))
        object["id"] = make_leaf(*leaf, {actual.name.text, "id"}, chance);
    return object;
}

} // namespace corogql::testing
