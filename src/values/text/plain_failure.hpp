/// A plain failure is thrown by what must do with the standard library alone, as the generator that builds run for
/// themselves. Everywhere else an error is made of it.
#pragma once

#include <stdexcept>
#include <string>

namespace corogql::detail {

class plain_failure : public std::runtime_error {
public:
    /// These are kinds of errors by the names they have there.
    enum class of { graphql, usage, config };

    plain_failure(of kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

    of kind() const noexcept { return kind_; }

private:
    of kind_;
};

} // namespace corogql::detail
