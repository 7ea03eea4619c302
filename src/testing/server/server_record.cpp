#include <corogql/testing/server_record.hpp>

#include "values/text/ascii.hpp"

namespace corogql::testing {

std::string server_record::last_header(std::string_view name) const {
    for (const auto& [known, value] : last_headers)
        if (detail::equals_ignoring_case(known, name)) return value;
    return {};
}

} // namespace corogql::testing
