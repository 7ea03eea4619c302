#include "language/schema/checks/findings.hpp"

namespace corogql::language {

void findings::add(fault how_bad, std::string_view rule, std::string message, const std::vector<place>& where) {
    if (full()) return;
    places_ += where.size();
    auto& one = all_.emplace_back();
    one.rule = rule;
    one.message = std::move(message);
    one.where = locations_of(where);
    if (lenient_ && how_bad == fault::tolerable) one.level = diagnostic::severity::warning;
    if (full()) {
        one = {};
        one.message = "Too many validation errors, error limit reached. Validation aborted.";
    }
    has_errors_ = has_errors_ || one.level == diagnostic::severity::error;
}

} // namespace corogql::language
