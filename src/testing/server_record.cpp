#include <corogql/testing/server_record.hpp>

#include "transport/header_list.hpp"

namespace corogql::testing {

std::string server_record::last_header(std::string_view name) const {
    for (const auto& [known, value] : last_headers)
        if (transport::equal_ignoring_case(known, name)) return value;
    return {};
}

} // namespace corogql::testing
