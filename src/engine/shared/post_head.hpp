/// What all POSTs of a client say before their Content-Length: made once.
#pragma once

#include <corogql/headers.hpp>

#include <string>
#include <string_view>

namespace corogql::detail {

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

    headers fields;   ///< the client's own over the defaults of a POST,
    std::string text; ///< and all that most requests have from their target to the Content-Length
};

/// The codings that answers may have.
void append_accept_encoding(std::string& out);

} // namespace corogql::detail
