/// Whether an answer to an introspection tells a server's schema, or what to do where it does not.
#pragma once

#include <corogql/error.hpp>
#include <corogql/response.hpp>

#include <string_view>

namespace corogql::protocol {

enum class introspection_step {
    take,      ///< The answer has a schema. Where it has errors too, that may not be all of it.
    ask_older, ///< The server does not know what was asked for, and may know what earlier editions had.
    refuse,    ///< The server tells nothing.
};

/// Says what follows an answer. `older_left`: there are questions of an earlier edition of the specification.
introspection_step after_introspection(const response& answer, bool older_left);

/// Returns an error of kind `graphql` with what the server said of an answer that was refused, or is not whole. Where
/// introspection is switched off `remedy` follows. An answer with neither data nor errors is of kind `decode`.
error introspection_refusal(const response& answer, std::string_view remedy);

} // namespace corogql::protocol
