/// What all POSTs of a client say: made once.
#pragma once

#include "transport/http/request.hpp"

#include <corogql/headers.hpp>

#include <string_view>

namespace corogql::engine {

/// What answers may be, where the caller does not say it.
enum class accepted {
    both,  ///< graphql-response+json before json
    steps, ///< multipart/mixed before them, for @defer and @stream
    json,  ///< application/json alone, for servers that answer anything else with a 406
};

/// The value of the Accept field.
std::string_view accept_value(accepted accept);

struct post_head {
    post_head(accepted accept, std::string_view authority, const headers& common);

    headers fields;                      ///< the client's own over the defaults of a POST,
    transport::prepared_fields prepared; ///< and written, with those that all requests to the authority have
};

} // namespace corogql::engine
