/// The parts of check().
#pragma once

#include "language/schema/checks/findings.hpp"
#include "language/schema/default_value.hpp"

namespace corogql::language {

/// Checks how a schema is written: the rules for documents in the schema definition language.
void check_definitions(const document& what, findings& found);

/// Checks what a schema says, once it is well written.
void check_types(const schema& what, findings& found);

/// The extensions of each type, in their order.
using extensions_by_name = std::unordered_map<std::string_view, std::vector<const type_definition*>>;

/// Returns the place of a type's definition, behind `first` where there is such a place, and those of its extensions.
std::vector<place> places_of(const type_definition& type, const extensions_by_name& extensions,
                             std::optional<place> first = std::nullopt);

/// Checks that an object or interface has what its interfaces promise (section 3.6, IsValidImplementation).
void check_interfaces(const schema& in, const type_definition& type, const extensions_by_name& extensions,
                      default_texts& defaults, findings& found);

/// Looks for input objects that need themselves, and can never be given (section 3.10).
class input_cycles {
public:
    input_cycles(const schema& in, findings& found) : schema_(in), found_(found) {}

    void check(const type_definition& input);

private:
    struct step {
        const type_definition* type;
        std::size_t next_field = 0;
    };

    void enter(const type_definition& input);
    void leave();

    const schema& schema_;
    findings& found_;
    std::unordered_map<const type_definition*, std::optional<std::size_t>> path_index_; ///< Types that were visited.
    std::vector<step> steps_;
    std::vector<const input_definition*> path_;
};

/// Finds by name, also among many.
template <class Item>
class by_name {
public:
    explicit by_name(const std::vector<Item>& items) : items_(items) {
        if (items.size() <= few) return;
        for (const auto& item : items) map_.emplace(item.name.text, &item);
    }

    const Item* find(std::string_view name) const {
        if (items_.size() <= few) {
            for (const auto& item : items_)
                if (item.name.text == name) return &item;
            return nullptr;
        }
        const auto found = map_.find(name);
        return found == map_.end() ? nullptr : found->second;
    }

private:
    static constexpr std::size_t few = 8;

    const std::vector<Item>& items_;
    std::unordered_map<std::string_view, const Item*> map_;
};

} // namespace corogql::language
