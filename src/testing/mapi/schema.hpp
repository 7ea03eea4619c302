/// The operations of the built-in server are MAPI's, and a few plain ones for trying clients.
#pragma once

#include "testing/mapi/store.hpp"
#include <corogql/testing/served_schema.hpp>

namespace corogql::testing {

struct mapi_options {
    std::size_t log_chunk = 1024;
    bool paced = false; ///< Whether created and started runs move on by themselves.
};

std::string_view mapi_schema_text() noexcept;

/// Makes the API. Its functions keep references to the store.
served_schema make_mapi(mapi_store& store, mapi_options options);

} // namespace corogql::testing
