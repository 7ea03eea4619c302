#include <corogql/schema.hpp>

#include "language/comparison/touched.hpp"
#include "language/introspection/introspection.hpp"
#include "language/introspection/read_schema.hpp"
#include "language/schema/check.hpp"
#include "language/schema/print.hpp"
#include "language/validation/validate.hpp"
#include "values/text/text_file.hpp"

#include <boost/json/serialize.hpp>

namespace corogql {

namespace detail {

class schema_content {
public:
    schema_content() : types(language::document()) {}
    explicit schema_content(language::document definitions) : types(std::move(definitions)) {}

    const language::schema types;
};

} // namespace detail

namespace {

std::vector<text_place> places_of(const std::vector<language::location>& where) {
    std::vector<text_place> places;
    for (const auto& [file, at] : where) places.push_back({file, at.line, at.column});
    return places;
}

std::vector<language::location> locations_of(const std::vector<text_place>& places) {
    std::vector<language::location> where;
    for (const auto& [file, line, column] : places) where.push_back({file, {line, column}});
    return where;
}

problem problem_of(const language::diagnostic& what) {
    problem made;
    made.message = what.message;
    made.rule = what.rule;
    made.warning = what.level == language::diagnostic::severity::warning;
    made.places = places_of(what.where);
    return made;
}

std::vector<problem> problems_of(const std::vector<language::diagnostic>& all) {
    std::vector<problem> made;
    for (const auto& one : all) made.push_back(problem_of(one));
    return made;
}

// The public enum is the language's own.
using language::change;
static_assert(static_cast<int>(change_impact::breaking) == static_cast<int>(change::impact::breaking) &&
              static_cast<int>(change_impact::dangerous) == static_cast<int>(change::impact::dangerous) &&
              static_cast<int>(change_impact::safe) == static_cast<int>(change::impact::safe));

std::vector<schema_change> changes_of(std::vector<language::change> all) {
    std::vector<schema_change> made;
    for (auto& one : all) {
        auto& change = made.emplace_back();
        change.impact = static_cast<change_impact>(one.hurts);
        change.message = std::move(one.message);
        change.coordinate = std::move(one.coordinate);
        change.places = places_of(one.where);
    }
    return made;
}

std::shared_ptr<const language::source> source_of(std::string name, std::string text) {
    return std::make_shared<const language::source>(std::move(name), std::move(text));
}

/// Returns what `make` makes of a text; what is wrong with the text, named so, becomes a schema_error.
template <class Make>
auto read_text(const std::string& name, const Make& make) {
    try {
        return make();
    } catch (const language::syntax_error& mistake) {
        throw schema_error(problem_of(mistake.what_is_wrong()));
    } catch (const std::runtime_error& mistake) {
        problem what;
        what.message = (name.empty() ? "" : name + ": ") + mistake.what();
        throw schema_error(std::move(what));
    }
}

std::shared_ptr<const detail::schema_content> content_of(std::string name, std::string text) {
    return read_text(name, [&] {
        return std::make_shared<const detail::schema_content>(language::read_schema(source_of(name, std::move(text))));
    });
}

} // namespace

std::string problem::to_text() const {
    using severity = language::diagnostic::severity;
    return language::to_text({warning ? severity::warning : severity::error, message, rule, locations_of(places)});
}

std::string_view to_string(change_impact impact) noexcept {
    return language::text_of(static_cast<language::change::impact>(impact));
}

std::string schema_change::to_text() const {
    return language::to_text(
        {static_cast<language::change::impact>(impact), message, coordinate, {}, locations_of(places)});
}

schema_error::schema_error(problem what)
    : error(error_kind::usage, what.to_text()), problem_(std::make_shared<const problem>(std::move(what))) {}

schema::schema() {
    static const auto empty = std::make_shared<const detail::schema_content>();
    content_ = empty;
}

schema::schema(std::shared_ptr<const detail::schema_content> content) noexcept : content_(std::move(content)) {}

schema schema::from_sdl(std::string text, std::string name) {
    return schema(read_text(name, [&] {
        language::parse_options options;
        options.lenient = true;
        return std::make_shared<const detail::schema_content>(
            language::parse(source_of(name, std::move(text)), options));
    }));
}

schema schema::from_introspection(detail::text_argument json) {
    return schema(read_text(
        "", [&] { return std::make_shared<const detail::schema_content>(language::from_introspection(json)); }));
}

schema schema::from_introspection_value(const json::value& answer) {
    return from_introspection(json::serialize(answer));
}

schema schema::from_file(const std::string& path) { return schema(content_of(path, detail::read_text_file(path))); }

std::vector<problem> schema::check(bool lenient) const {
    language::check_options options;
    options.lenient = lenient;
    return problems_of(language::check(content_->types, options));
}

std::vector<problem> schema::validate(detail::text_argument document, std::string name) const {
    try {
        const auto parsed = language::parse(source_of(std::move(name), std::string(std::string_view(document))));
        return problems_of(language::validate(content_->types, parsed));
    } catch (const language::syntax_error& mistake) {
        return {problem_of(mistake.what_is_wrong())};
    }
}

std::string schema::sdl() const { return language::print_schema(content_->types, true); }

std::string schema::introspection() const { return language::to_introspection(content_->types); }

std::vector<schema_change> schema::diff(const schema& newer) const {
    return changes_of(language::compare(content_->types, newer.content_->types));
}

std::vector<schema_change> schema::diff(const schema& newer, const std::vector<std::string>& documents) const {
    auto all = language::compare(content_->types, newer.content_->types);
    std::unordered_set<std::string> used;
    for (const auto& text : documents) {
        const auto name = "document " + std::to_string(&text - documents.data() + 1);
        read_text(name, [&] {
            used.merge(language::touched(content_->types, language::parse(source_of(name, text))));
            return 0;
        });
    }
    language::keep_touched(all, used);
    return changes_of(std::move(all));
}

} // namespace corogql
