#include <corogql/response.hpp>

#include "values/errors/detailed_error.hpp"
#include "values/errors/error_summary.hpp"
#include "values/json/builder.hpp"
#include "values/json/tree.hpp"
#include "values/response_content.hpp"

#include <algorithm>

namespace corogql {

namespace {

const json::value null_value(nullptr);

error undecodable(std::string_view what, const std::string& problem) {
    return detailed_error(error_kind::decode, std::string(what) + " cannot be held: " + problem)
        .phase(error_phase::decode)
        .possibly_executed(true);
}

detailed_error with_facts(const error& known, const response& answer) {
    detailed_error failure(known);
    failure.possibly_executed(true).attempts(answer.attempts()).errors(answer.errors());
    if (answer.http_status()) failure.http_status(answer.http_status());
    return failure;
}

} // namespace

namespace detail {

const json::value& response_content::data() const {
    if (members.data.size == 0) return null_value;
    if (const auto* parsed = tree.load(std::memory_order_acquire)) return parsed->root;
    const auto part = members.data.of(text);
    auto fresh = json_tree::for_text(part.size());
    json_scanner scanner(part, max_depth);
    if (const auto problem = fresh->take(scanner); !problem.empty()) throw undecodable("`data`", problem);
    // Two threads may parse at once; one tree stays.
    json_tree* expected = nullptr;
    if (tree.compare_exchange_strong(expected, fresh.get(), std::memory_order_acq_rel)) return fresh.release()->root;
    return expected->root;
}

void response_content::take_data(json_scanner& at) {
    delete tree.load(std::memory_order_relaxed); // of a member of the same name
    tree.store(nullptr, std::memory_order_relaxed);
    if (at.peek() == 'n') return void(at.value()); // null takes no memory
    // What follows the data may be more than the data; where it is not, the arena grows.
    auto fresh = json_tree::for_text(std::min<std::size_t>(at.size_left(), 2048));
    if (fresh->take(at).empty()) tree.store(fresh.release(), std::memory_order_relaxed);
}

} // namespace detail

response::response() noexcept = default;
response::response(detail::content_ptr result) noexcept : result_(std::move(result)) {}
response::response(response&&) noexcept = default;
response& response::operator=(response&&) noexcept = default;
response::~response() = default;

const detail::response_content& response::get() const noexcept {
    static const detail::response_content nothing;
    if (!result_) return nothing;
    if (result_->later) result_->later->fill(*result_);
    return *result_;
}

const std::string& response::text() const noexcept { return get().text; }
bool response::has_data() const noexcept { return get().members.data.size != 0; }
std::string_view response::data_text() const noexcept {
    const auto& content = get();
    return content.members.data.of(content.text);
}
const json::value& response::data() const { return get().data(); }
const std::vector<graphql_error>& response::errors() const noexcept { return get().errors; }
std::string_view response::extensions_text() const noexcept { return get().members.extensions.of(text()); }
unsigned response::http_status() const noexcept { return get().http_status; }
unsigned response::attempts() const noexcept { return get().attempts; }
bool response::has_next() const noexcept { return result_ && result_->has_next; } // known before the text is made

std::string_view response::required_text() const {
    const auto text = data_text();
    if (text.empty() || text == "null") throw_if_failed();
    return text;
}

typed::kept_texts& response::kept_texts() const noexcept { return get().kept_texts; }

const json::value& response::required_data() const {
    required_text();
    return data();
}

void response::throw_if_failed() const {
    if (ok()) return;
    const error failure(error_kind::graphql, errors().empty() ? "the response has no data" : detail::summary(errors()));
    throw with_facts(failure, *this);
}

namespace {

/// Returns whether the error made what stands at `place` null: nulls spread outwards, to the nearest place that may be
/// null.
bool covers(const graphql_error& each, const json::array& place) {
    return each.path.size() >= place.size() && std::equal(place.begin(), place.end(), each.path.begin());
}

const graphql_error* explanation(const std::vector<graphql_error>& errors, const json::array& place) {
    auto found = std::find_if(errors.begin(), errors.end(),
                              [&](const auto& each) { return !each.path.empty() && covers(each, place); });
    if (found == errors.end())
        found = std::find_if(errors.begin(), errors.end(), [](const auto& each) { return each.path.empty(); });
    return found == errors.end() ? nullptr : &*found;
}

} // namespace

void detail::throw_with_errors(const response& answer, const json::array& place, const decode_failure& failure) {
    const auto* const why = failure.of_null() ? explanation(answer.errors(), place) : nullptr;
    if (!why) throw with_facts(failure, answer);
    auto message = failure.place() + " is null: " + summary({*why});
    if (!why->path.empty()) message += " (at " + why->path_text() + ')';
    throw with_facts(detailed_error(error_kind::graphql, message).phase(error_phase::decode), answer);
}

void detail::throw_of_data(const response& answer, const decode_failure& failure) {
    try {
        fail_decode(json_path("data"), failure, json::value());
    } catch (const decode_failure& placed) {
        throw_with_errors(answer, placed.segments(), placed);
    }
}

json::object response::extensions() const {
    const auto text = extensions_text();
    if (text.empty()) return {};
    std::string problem;
    auto value = detail::parse_json(text, problem, get().max_depth);
    if (!value) throw undecodable("`extensions`", problem);
    return value->is_object() ? std::move(value->get_object()) : json::object();
}

headers response::headers() const { return get().headers.copy(); }

std::optional<std::string_view> response::header(std::string_view name) const noexcept {
    return get().headers.find(name);
}

} // namespace corogql
