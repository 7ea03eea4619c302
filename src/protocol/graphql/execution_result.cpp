#include "protocol/graphql/execution_result.hpp"

#include "protocol/graphql/error_payload.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/json/scanner.hpp"

#include <algorithm>

namespace corogql::protocol {

namespace {

using detail::result_members;

error malformed(std::string_view problem, std::string_view text) {
    return detailed_error(error_kind::protocol, "not a GraphQL response: " + std::string(problem))
        .possibly_executed(true)
        .body_excerpt(text);
}

std::vector<graphql_error> errors_of(std::string_view text, const result_members& members, unsigned max_depth) {
    const auto list = members.errors.of(text);
    if (list.empty() || list == "null") return {};
    if (!list.starts_with('[')) throw malformed("its errors are not a list", text);
    return read_errors(list, max_depth);
}

std::vector<graphql_error> checked_errors(const result_text& result, unsigned max_depth, null_data null) {
    auto errors = errors_of(result.whole, result.members, max_depth);
    const auto data = result.members.data.of(result.whole);
    if (data.empty() && errors.empty()) throw malformed("it has neither data nor errors", result.whole);
    if (data == "null" && errors.empty() && null == null_data::with_errors)
        throw malformed("its data is null and it has no errors", result.whole);
    return errors;
}

// Values take four times the memory of their text: who wants the text alone should not pay for many.
constexpr std::size_t most_at_once = 16 * 1024;

void find_members(detail::response_content& result, values made) {
    const auto& text = result.text;
    if (text.empty()) throw malformed("it is empty", "");
    try {
        detail::json_scanner scanner(text, result.max_depth);
        const bool at_once = made == values::at_once && text.size() <= most_at_once;
        const auto found = read_result_text(scanner, at_once ? &result : nullptr);
        scanner.finish();
        result.members = found.members;
        // The parts are those of the whole text, white space before the object included.
        const auto before = static_cast<std::uint32_t>(found.whole.data() - text.data());
        auto& members = result.members;
        for (auto* part : {&members.data, &members.errors, &members.extensions}) part->begin += before;
    } catch (const detail::json_syntax_error& bad) {
        throw malformed(bad.what(), text);
    }
}

detail::content_ptr begin_result(std::string&& text, unsigned max_depth) {
    auto result = detail::response_content::fresh();
    result->text = std::move(text);
    result->max_depth = max_depth;
    return result;
}

/// Returns whether there is nothing to be checked: most results have no errors, and data that is longer than null.
bool is_plainly_good(const result_members& members) noexcept {
    return members.errors.size == 0 && members.data.size > std::string_view("null").size();
}

response whole_result(detail::content_ptr result, null_data null) {
    if (!is_plainly_good(result->members))
        result->errors = checked_errors(result_text{result->text, result->members}, result->max_depth, null);
    return response(std::move(result));
}

} // namespace

response read_result(std::string text, unsigned max_depth, null_data null, values made) {
    auto result = begin_result(std::move(text), max_depth);
    find_members(*result, made);
    return whole_result(std::move(result), null);
}

void result_reader::read(std::string_view text, bool complete) {
    try {
        parts_.read(text, complete);
    } catch (const detail::json_syntax_error& bad) {
        throw malformed(bad.what(), text);
    }
}

response result_reader::finish(std::string text, null_data null) {
    if (text.empty()) throw malformed("it is empty", "");
    read(text, true);
    auto result = begin_result(std::move(text), max_depth_);
    result->members = parts_.members();
    return whole_result(std::move(result), null);
}

void check_result(const result_text& result, unsigned max_depth) {
    if (result.whole.empty()) throw malformed("it is not an object", "");
    if (!is_plainly_good(result.members)) checked_errors(result, max_depth, null_data::with_errors);
}

response make_result(std::string_view text, const result_members& members, unsigned max_depth) {
    auto result = detail::response_content::fresh();
    result->text.assign(text); // into the memory of one before
    result->max_depth = max_depth;
    result->members = members;
    if (members.errors.size != 0) result->errors = errors_of(text, members, max_depth);
    return response(std::move(result));
}

bool is_request_error(const response& result) {
    const auto& errors = result.errors();
    return (!result.has_data() || result.data_text() == "null") && !errors.empty() &&
           std::all_of(errors.begin(), errors.end(), [](const graphql_error& each) { return each.path.empty(); });
}

} // namespace corogql::protocol
