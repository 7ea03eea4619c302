/// What is found wrong in a schema gathers here.
#pragma once

#include "language/diagnostic.hpp"

namespace corogql::language {

/// Whether a fault keeps documents from being validated; what does not is a warning where one is lenient.
enum class fault { tolerable, fatal };

/// Findings are bounded, since a short schema can have faults that take gigabytes to be told.
class findings {
public:
    explicit findings(bool lenient) : lenient_(lenient) {}

    void add(fault how_bad, std::string_view rule, std::string message, const std::vector<place>& where);
    /// Whether nothing more is taken; the last finding says so.
    bool full() const noexcept { return places_ >= most_places || all_.size() > most; }
    bool has_errors() const noexcept { return has_errors_; }

    std::vector<diagnostic> take() { return std::move(all_); }

private:
    static constexpr std::size_t most = 1000, most_places = 20'000;

    std::vector<diagnostic> all_;
    std::size_t places_ = 0;
    const bool lenient_;
    bool has_errors_ = false;
};

} // namespace corogql::language
