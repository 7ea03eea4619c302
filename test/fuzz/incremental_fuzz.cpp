// Steps of an incremental result, a line each: what is taken makes a result, or the error that says why it makes none.
#include "fuzz.hpp"

#include "protocol/graphql/incremental_result.hpp"

using namespace corogql;
using namespace corogql::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto text = text_of(data, size);
    protocol::incremental_result result(1000, 32);
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (!accepts([&] { result.add(std::string(line)); }, {error_kind::protocol, error_kind::limit})) return 0;
        std::string written;
        const auto makes_one = accepts([&] { written = result.result().text(); }, {error_kind::protocol});
        if (makes_one) require(result.result().text() == written);
    }
    return 0;
}
