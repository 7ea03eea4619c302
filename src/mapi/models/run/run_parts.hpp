/// A run's parts are read as the server sends them.
#pragma once

#include <corogql/mapi/run_details.hpp>
#include <corogql/mapi/run_resumption.hpp>

#include "mapi/models/field_reader.hpp"

namespace corogql::mapi::detail {

run_status_update read_status_update(const field_reader& from);
run_resumption read_resumption(const field_reader& from);
run_details read_run_details(const field_reader& from);

} // namespace corogql::mapi::detail
