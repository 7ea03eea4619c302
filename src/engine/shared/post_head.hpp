/// All POSTs of a client have one head, which is made once.
#pragma once

#include "transport/http/request.hpp"

#include <corogql/headers.hpp>

#include <string_view>

namespace corogql::engine {

/// Says what answers may be, where the caller does not say it.
enum class accepted {
    both,  ///< Takes application/graphql-response+json before application/json.
    steps, ///< Takes multipart/mixed before both kinds of JSON, for @defer and @stream.
    json,  ///< Takes application/json alone, for servers that answer anything else with a 406.
};

/// Returns the value of the Accept field.
std::string_view accept_value(accepted accept);

struct post_head {
    post_head(accepted accept, std::string_view authority, const headers& common);

    headers fields; ///< The client's own fields over the defaults of a POST.
    /// The fields as they are written, with those that all requests to the authority have.
    transport::prepared_fields prepared;
};

} // namespace corogql::engine
