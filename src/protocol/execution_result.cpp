#include "protocol/execution_result.hpp"

#include "protocol/error_payload.hpp"
#include "protocol/json_scanner.hpp"

namespace corogql {

/// The one door to a response's insides.
struct detail::result_layout {
    response& result;

    std::string& text() { return result.text_; }
    std::vector<graphql_error>& errors() { return result.errors_; }
    void data(std::size_t begin, std::size_t size) {
        set(result.data_begin_, result.data_size_, begin, size);
    }
    void extensions(std::size_t begin, std::size_t size) {
        set(result.extensions_begin_, result.extensions_size_, begin, size);
    }
    void max_depth(unsigned levels) { result.max_depth_ = static_cast<std::uint16_t>(levels); }
    void http(unsigned status, headers fields) {
        result.http_status_ = static_cast<std::uint16_t>(status);
        result.headers_ = std::move(fields);
    }
    void attempts(unsigned count) { result.attempts_ = count; }

private:
    static void set(std::uint32_t& begin, std::uint32_t& size, std::size_t offset, std::size_t length) {
        begin = static_cast<std::uint32_t>(offset);
        size = static_cast<std::uint32_t>(length);
    }
};

namespace protocol {

namespace {

error malformed(std::string_view problem, std::string_view text) {
    return error(error_kind::protocol, "not a GraphQL response: " + std::string(problem))
        .possibly_executed(true)
        .body_excerpt(text);
}

void read_members(response& result, unsigned max_depth) {
    detail::result_layout layout{result};
    std::string_view errors;
    json_scanner scanner(result.text(), max_depth);
    scanner.object([&](std::string_view key, json_scanner& at) {
        const auto begin = at.offset();
        const auto value = at.value();
        if (key == "data")
            layout.data(begin, value.size());
        else if (key == "extensions")
            layout.extensions(begin, value.size());
        else if (key == "errors")
            errors = value;
    });
    scanner.finish();
    if (errors.empty() || errors == "null") return;
    if (!errors.starts_with('[')) throw malformed("its errors are not a list", result.text());
    layout.errors() = read_errors(errors, max_depth);
}

} // namespace

response read_result(std::string text, unsigned max_depth) {
    response result;
    detail::result_layout layout{result};
    layout.text() = std::move(text);
    layout.max_depth(max_depth);
    if (result.text().empty()) throw malformed("it is empty", "");
    try {
        read_members(result, max_depth);
    } catch (const json_syntax_error& bad) {
        throw malformed(bad.what(), result.text());
    }
    if (!result.has_data() && result.errors().empty())
        throw malformed("it has neither data nor errors", result.text());
    if (result.data_text() == "null" && result.errors().empty())
        throw malformed("its data is null and it has no errors", result.text());
    return result;
}

void set_http_facts(response& result, unsigned status, headers fields) {
    detail::result_layout{result}.http(status, std::move(fields));
}

void set_attempts(response& result, unsigned attempts) { detail::result_layout{result}.attempts(attempts); }

} // namespace protocol
} // namespace corogql
