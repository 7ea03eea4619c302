/// What is found wrong in a schema gathers here.
#pragma once

#include "language/diagnostic.hpp"

namespace corogql::language {

/// Whether a fault keeps documents from being validated; what does not is a warning where one is lenient.
enum class fault { tolerable, fatal };

/// Findings are bounded, since a short schema can have faults that take gigabytes to be told. Warnings are no end to
/// looking: behind too many of them there may be an error.
class findings {
public:
    explicit findings(bool lenient) : lenient_(lenient) {}

    void add(fault how_bad, std::string_view rule, std::string message, const std::vector<place>& where);
    /// Adds what is legal and yet hardly meant.
    void warn(std::string message, const std::vector<place>& where);
    /// Whether nothing more is taken; the last finding says so.
    bool full() const noexcept { return errors_.full() || looked_at_ >= most_looked_at; }
    bool has_errors() const noexcept { return errors_.count > 0; }

    std::vector<diagnostic> take();

private:
    static constexpr std::size_t most = 1000, most_places = 20'000, most_looked_at = 2'000'000;

    struct tally {
        std::size_t count = 0, places = 0;
        bool full() const noexcept { return count > most || places >= most_places; }
    };

    void add(diagnostic::severity level, std::string_view rule, std::string message, const std::vector<place>& where);

    std::vector<diagnostic> all_;
    tally errors_, warnings_;
    std::size_t untold_ = 0, looked_at_ = 0;
    const bool lenient_;
};

} // namespace corogql::language
