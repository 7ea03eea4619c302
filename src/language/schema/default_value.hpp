/// Default values are printed as what they mean: `1` for a list of integers is `[1]`, and an input object has those of
/// its fields, too.
#pragma once

#include "language/schema/schema.hpp"

namespace corogql::language {

/// Coerces default values by their types (GraphQL specification, section 3.12), each once.
class default_texts {
public:
    /// `sorted`: fields of input objects by their names.
    explicit default_texts(const schema& in, bool sorted = false) : schema_(in), sorted_(sorted) {}

    /// Returns the default value of an argument or input field as the reference implementation prints it; nothing where
    /// there is none, or it does not fit the type.
    std::optional<std::string> of(const input_definition& input);
    /// Whether there is a default value that fits the type: one that does not counts as none.
    bool has(const input_definition& input) { return of(input).has_value(); }
    /// Whether an argument or input field must be given.
    bool required(const input_definition& input) { return input.type.non_null() && !has(input); }
    /// Whether the default value of an input field leads to itself, by those of other fields.
    bool endless(const input_definition& input);

private:
    struct known {
        enum class state { begun, given_up, done };
        state now = state::begun;
        bool endless = false;
        std::optional<std::string> text;
    };
    struct level;

    std::optional<std::string> default_of(const input_definition& input);
    std::optional<std::string> coerced(const value& given, const type_reference& type);
    std::optional<std::string> list(const value& given, const type_reference& item_type);
    std::optional<std::string> object(const value& given, const type_definition& type);

    const schema& schema_;
    const bool sorted_;
    std::unordered_map<const input_definition*, known> known_;
    std::size_t levels_ = 0;
    std::size_t added_ = 0; ///< How much the defaults of fields have added to the one that is being coerced.
};

} // namespace corogql::language
