/// A cluster's parts are read as the server sends them.
#pragma once

#include <corogql/mapi/cluster_utilization.hpp>

#include "mapi/models/field_reader.hpp"

namespace corogql::mapi::detail {

/// Throws mapi_error 500 "Missing fields in response: …" where one of the fields is absent.
void require_fields(const field_reader& from, std::initializer_list<std::string_view> names);

cluster_instance read_instance(const field_reader& from);
cluster_utilization read_utilization(const field_reader& from);

} // namespace corogql::mapi::detail
