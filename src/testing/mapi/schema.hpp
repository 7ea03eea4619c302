/// The operations of MAPI, and those of the plain schema for trying clients, are resolved by a store.
#pragma once

#include "testing/mapi/store.hpp"
#include <corogql/testing/mapi_service.hpp>

namespace corogql::testing {

std::string_view mapi_schema_text() noexcept;

/// Makes the API, whose functions share the store.
served_schema make_mapi(const mapi_data& store, const mapi_options& options);

} // namespace corogql::testing
