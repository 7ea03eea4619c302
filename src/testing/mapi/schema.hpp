/// The operations of the built-in server are MAPI's, and a few plain ones for trying clients.
#pragma once

#include "testing/graphql/executor.hpp"
#include "testing/mapi/store.hpp"

#include "transport/runtime.hpp"

namespace corogql::testing {

struct mapi_options {
    std::size_t log_chunk = 1024;
    bool paced = false; ///< Whether created and started runs move on by themselves.
};

std::string_view mapi_schema_text() noexcept;

/// Makes the API. The executor keeps a reference to the store.
graphql_executor make_mapi(mapi_store& store, std::shared_ptr<transport::runtime> clock, mapi_options options);

} // namespace corogql::testing
