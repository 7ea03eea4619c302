// Our scanner and Boost's parser agree on what JSON is; a result that is accepted gives its parts without fear.
#include "fuzz.hpp"

#include "protocol/execution_result.hpp"
#include "protocol/json_scanner.hpp"

#include <boost/json/parse.hpp>

using namespace corogql;
using namespace corogql::fuzz;

namespace {

bool scans(std::string_view text) {
    try {
        protocol::json_scanner scanner(text, 64);
        scanner.value();
        scanner.finish();
        return true;
    } catch (const protocol::json_syntax_error&) {
        return false;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = text_of(data, size);
    json::error_code failed;
    json::parse({text.data(), text.size()}, failed);
    const bool ours = scans(text);
    if (!failed) require(ours); // ours lets more pass: strings that are no Unicode, numbers that no double holds
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
