// We and Boost's parser agree on what JSON is and which value it is; a result that is accepted gives its parts without
// fear.
#include "fuzz.hpp"

#include "../support/same_json.hpp"

#include "protocol/graphql/execution_result.hpp"
#include "values/json/builder.hpp"

#include <boost/json/parse.hpp>

using namespace corogql;
using namespace corogql::fuzz;

namespace {

bool scans(std::string_view text) {
    try {
        detail::json_scanner scanner(text, 64);
        scanner.value();
        scanner.finish();
        return true;
    } catch (const detail::json_syntax_error&) {
        return false;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = text_of(data, size);
    boost::system::error_code failed;
    const auto theirs = json::parse({text.data(), text.size()}, failed);
    const bool ours = scans(text);
    std::string problem;
    const auto value = detail::parse_json(text, problem, 64);
    require(value.has_value() == problem.empty());
    if (value) require(ours); // which lets more pass: strings that are no Unicode, numbers that no double holds
    if (!failed) require(value && test::same_but_doubles(*value, theirs));
    accepts(
        [&] {
            const auto result = protocol::read_result(std::string(text), 64);
            require(ours);
            require(result.has_data() || !result.errors().empty());
            accepts([&] { result.data(); }, {error_kind::decode});
            accepts([&] { result.extensions(); }, {error_kind::decode});
        },
        {error_kind::protocol});
    return 0;
}
