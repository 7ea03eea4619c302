#include "language/schema/checks/findings.hpp"

namespace corogql::language {

using severity = diagnostic::severity;

void findings::add(fault how_bad, std::string_view rule, std::string message, const std::vector<place>& where) {
    const bool tolerated = lenient_ && how_bad == fault::tolerable;
    add(tolerated ? severity::warning : severity::error, rule, std::move(message), where);
}

void findings::warn(std::string message, const std::vector<place>& where) {
    add(severity::warning, {}, std::move(message), where);
}

void findings::add(severity level, std::string_view rule, std::string message, const std::vector<place>& where) {
    auto& of_level = level == severity::error ? errors_ : warnings_;
    looked_at_ += 1 + where.size();
    if (of_level.full()) {
        untold_ += level == severity::warning;
        return;
    }
    ++of_level.count;
    of_level.places += where.size();
    auto& one = all_.emplace_back();
    one.level = level;
    if (of_level.full()) {
        if (level == severity::error)
            one.message = "Too many validation errors, error limit reached. Validation aborted.";
        else
            all_.pop_back(), ++untold_;
        return;
    }
    one.rule = rule;
    one.message = std::move(message);
    one.where = locations_of(where);
}

std::vector<diagnostic> findings::take() {
    if (untold_ > 0) {
        auto& last = all_.emplace_back();
        last.level = severity::warning;
        last.message = "There are " + std::to_string(untold_) + " more warnings, which are not told.";
    }
    return std::move(all_);
}

} // namespace corogql::language
