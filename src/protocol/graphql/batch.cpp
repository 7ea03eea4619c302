#include "protocol/graphql/batch.hpp"

#include "protocol/graphql/execution_result.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/error_summary.hpp"
#include "values/json/scanner.hpp"
#include "values/text/utf8.hpp"

namespace corogql::protocol {

namespace {

detailed_error bad_batch(std::size_t count, std::string_view problem, std::string_view body) {
    return detailed_error(error_kind::protocol,
                          "a batch of " + std::to_string(count) + " operations " + std::string(problem))
        .phase(error_phase::receive)
        .possibly_executed(true)
        .body_excerpt(body);
}

/// Returns the error for an answer of a single object, which is what a server sends that has no batches or takes no
/// larger ones.
error refused_batch(std::size_t count, std::string_view body, unsigned max_depth) {
    auto failure = bad_batch(count, "was answered by a single object", body);
    try {
        const auto refusal = read_result(std::string(body), max_depth);
        if (refusal.errors().empty()) return failure;
        const auto summary = detail::summary(refusal.errors());
        return failure.errors(refusal.errors()).message(failure.what() + (": " + summary));
    } catch (const error&) {
        return failure;
    }
}

} // namespace

std::string to_batch(std::span<const std::string> payloads) {
    std::size_t size = 1 + payloads.size();
    for (const auto& payload : payloads) size += payload.size();
    std::string batch;
    batch.reserve(size + 1);
    for (const auto& payload : payloads) (batch += batch.empty() ? '[' : ',') += payload;
    batch += batch.empty() ? "[]" : "]";
    return batch;
}

std::vector<std::string_view> split_batch(std::string_view body, std::size_t count, unsigned max_depth) {
    if (!detail::is_utf8(body)) throw bad_batch(count, "was answered by what is not UTF-8", body);
    if (constexpr std::string_view mark = "\xEF\xBB\xBF"; body.starts_with(mark)) body.remove_prefix(mark.size());
    std::vector<std::string_view> results;
    try {
        detail::json_scanner scanner(body, max_depth + 1); // for the list itself
        if (scanner.peek() == '{') throw refused_batch(count, body, max_depth);
        scanner.array([&](detail::json_scanner& at) { results.push_back(at.value()); });
        scanner.finish();
    } catch (const detail::json_syntax_error& bad) {
        throw bad_batch(count, std::string("was answered by what is no list of results: ") + bad.what(), body);
    }
    if (results.size() != count)
        throw bad_batch(count, "was answered by " + std::to_string(results.size()) + " results", body);
    return results;
}

} // namespace corogql::protocol
