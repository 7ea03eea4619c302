/// All rules share what is known of the document, and where faults are reported.
#pragma once

#include "language/schema/default_value.hpp"
#include "language/validation/type_context.hpp"
#include "language/validation/validate.hpp"

#include <unordered_map>

namespace corogql::language::validation {

/// Ends a validation before its end.
struct aborted {};

/// A variable where it is used, with the type that is expected there.
struct variable_usage {
    const language::value* variable;
    known_type expected, parent;
    bool has_default;
};

class context {
public:
    context(const schema& against, const document& what, const validate_options& options);

    /// Reports an error. Throws `aborted` where there are too many.
    void report(std::string_view rule, std::string message, const std::vector<place>& where);
    void warn(std::string_view rule, std::string message, place where);

    /// Counts work that the document's size does not bound, and throws `aborted` where it is too much.
    void spend(std::size_t work);
    [[noreturn]] void abort();

    const language::schema& schema() const noexcept { return schema_; }
    const language::document& document() const noexcept { return document_; }

    /// Returns the fragment of a name; of several, the last.
    const fragment* find_fragment(std::string_view name) const noexcept;

    /// Whether an argument or input field must be given.
    bool required(const input_definition& one) { return defaults_.required(one); }
    default_texts& defaults() noexcept { return defaults_; }

    std::size_t patience() const noexcept { return options_.patience; }

    using spreads = std::vector<const selection*>;
    /// Returns the spreads in selections, those nested in fields and inline fragments included.
    const spreads& spreads_of(const std::vector<selection>& selections);

    using fragments = std::vector<const fragment*>;
    /// Returns the fragments that selections spread, and those that these spread, each once.
    fragments reached_from(const std::vector<const std::vector<selection>*>& selections);

    using usages = std::vector<const variable_usage*>;
    /// Returns the variables that an operation uses, in itself and then in its fragments.
    const usages& usages_of(const operation& operation);

    std::vector<diagnostic> take() { return std::move(found_); }

private:
    template <class Definition>
    const std::vector<variable_usage>& own_usages(const Definition& definition);

    const language::schema& schema_;
    const language::document& document_;
    const validate_options options_;
    default_texts defaults_;
    std::vector<diagnostic> found_;
    std::size_t errors_ = 0;
    std::size_t work_;
    std::unordered_map<std::string_view, const fragment*> fragments_;
    std::unordered_map<const void*, spreads> spreads_;
    std::unordered_map<const void*, std::vector<variable_usage>> own_usages_;
    const operation* operation_ = nullptr; ///< The operation that `usages_` are of.
    usages usages_;
};

} // namespace corogql::language::validation
