/// Events in words are part of runs and of finetunes.
#pragma once

#include <corogql/mapi/formatted_run_event.hpp>

#include "mapi/models/field_reader.hpp"

namespace corogql::mapi::detail {

formatted_run_event read_formatted_event(const field_reader& from);

} // namespace corogql::mapi::detail
