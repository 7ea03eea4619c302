#include <corogql/testing/served_schema.hpp>

#include "testing/graphql/inspect.hpp"

#include "language/introspection/read_schema.hpp"
#include "language/schema/check.hpp"
#include "values/text/nearest.hpp"
#include "values/text/text_file.hpp"

#include <corogql/error.hpp>

#include <algorithm>

namespace corogql::testing {

namespace {

constexpr std::size_t most_faults_told = 5;

/// Throws kind config where something is wrong.
std::shared_ptr<const language::schema> to_schema(const std::string& text, const std::string& name) {
    try {
        auto types = std::make_shared<const language::schema>(
            language::read_schema(std::make_shared<const language::source>(name, text)));
        language::check_options options;
        options.lenient = true;
        std::string faults;
        std::size_t count = 0;
        for (const auto& fault : language::check(*types, options)) {
            if (fault.level != language::diagnostic::severity::error || ++count > most_faults_told) continue;
            faults += (faults.empty() ? "" : "; ") + to_text(fault);
        }
        if (count > most_faults_told) faults += "; and " + std::to_string(count - most_faults_told) + " more";
        if (count > 0) throw error(error_kind::config, "The schema is not valid: " + faults);
        return types;
    } catch (const language::syntax_error& problem) {
        throw error(error_kind::config, "The schema is not valid: " + to_text(problem.what_is_wrong()));
    } catch (const error&) {
        throw;
    } catch (const std::runtime_error& problem) {
        throw error(error_kind::config, "The schema is not valid: " + name + ": " + problem.what());
    }
}

/// Throws where the schema has no such field.
std::string known(const language::schema& types, std::string_view coordinate) {
    const auto dot = coordinate.find('.');
    const auto name = coordinate.substr(0, dot);
    const auto* type = types.find(name);
    const auto field = dot == std::string_view::npos ? std::string_view() : coordinate.substr(dot + 1);
    if (type && type->field(field)) return std::string(coordinate);
    std::vector<std::string> others;
    if (type)
        for (const auto& one : type->fields) others.push_back(std::string(name) + '.' + std::string(one.name.text));
    throw error(error_kind::config, "The schema has no field " + in_quotes(coordinate) +
                                        (others.empty() ? "" : detail::did_you_mean(coordinate, others)));
}

/// A list that is known beforehand, at an interval.
class listed_events : public event_source {
public:
    listed_events(std::shared_ptr<const json::array> events, std::chrono::milliseconds every)
        : events_(std::move(events)), every_(every) {}

    std::optional<json::value> next() override {
        if (ended()) return std::nullopt;
        pause(every_);
        return (*events_)[at_++];
    }
    bool ended() const override { return at_ >= events_->size(); }
    std::uint64_t position() const override { return at_; }
    void go_on_behind(std::uint64_t position) override { at_ = std::min<std::size_t>(position, events_->size()); }

private:
    const std::shared_ptr<const json::array> events_;
    const std::chrono::milliseconds every_;
    std::size_t at_ = 0;
};

} // namespace

served_schema::served_schema(std::string sdl, std::string name)
    : sdl_(std::make_shared<const std::string>(std::move(sdl))), types_(to_schema(*sdl_, name)) {}

served_schema served_schema::from_file(const std::string& path) {
    return served_schema(corogql::detail::read_text_file(path), path);
}

served_schema& served_schema::resolve(std::string_view coordinate, resolver function) {
    resolvers_[known(*types_, coordinate)] = std::move(function);
    return *this;
}

served_schema& served_schema::value(std::string_view coordinate, json::value always) {
    return resolve(coordinate,
                   [always = std::move(always)](const json::object&, const json::object&) { return always; });
}

served_schema& served_schema::subscribe(std::string_view coordinate, source_factory function) {
    sources_[known(*types_, coordinate)] = std::move(function);
    return *this;
}

served_schema& served_schema::subscribe(std::string_view coordinate, json::array events,
                                        std::chrono::milliseconds every) {
    auto shared = std::make_shared<const json::array>(std::move(events));
    return subscribe(coordinate, [shared = std::move(shared), every](const json::object&) {
        return std::make_unique<listed_events>(shared, every);
    });
}

served_schema& served_schema::subscribe(std::string_view coordinate, const feed& events) {
    return subscribe(coordinate, [events](const json::object&) { return events.source(); });
}

served_schema& served_schema::mock(std::uint64_t seed) {
    mock_seed_ = seed;
    return *this;
}

} // namespace corogql::testing
